from helpdesk.engines.cli import main

raise SystemExit(main())
