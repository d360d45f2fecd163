"""What hypothesis draws: addresses, patterns and places close to each other, so that they often meet."""

from hypothesis import strategies as st

from routing.pages import PageRules
from routing.regions import Place, RegionRule, Scope

_hosts = st.sampled_from(
    ["", "cheshka.example", "shop.cheshka.example", "www.cheshka.example", "чешка.рф", "localhost:8000"]
)
_steps = st.lists(
    st.sampled_from(["skoda", "used", "service", "a", "b", "%D0%B9", "..", ".", "price.html"]), max_size=4
)
_queries = st.sampled_from(["", "?", "?page=2", "?a=1&b=2"])

addresses = st.builds(
    lambda host, steps, query: ("//" + host if host else "") + "/" + "/".join(steps) + query, _hosts, _steps, _queries
)

patterns = st.one_of(
    st.builds(
        lambda host, steps, query: (host and "//" + host) + "/" + "/".join(steps) + query,
        st.sampled_from(["", "", "cheshka.example", "*.cheshka.example", "чешка.рф", "*"]),
        st.lists(st.sampled_from(["skoda", "used", "service", "a*", "*b", "*", "*.html", "%d0%b9", ".."]), max_size=4),
        st.sampled_from(["", "", "", "?", "?page=*", "?*b=2"]),
    ),
    st.sampled_from(["*", "/*", "*.html", "*skoda*", "*?*", "*/service/*", "cheshka.example*", "*.cheshka.example/*"]),
)

page_rules = st.builds(PageRules.read, st.lists(patterns, max_size=4), st.lists(patterns, max_size=3))

codes = st.sampled_from(["RU", "RU-MOW", "RU-MOS", "RU-MOS/khimki", "RU/khimki", "KZ", "DE-BY"])
places = st.none() | st.sampled_from(
    [
        Place("RU"),
        Place("RU", ("RU-MOW",), ("moscow",)),
        Place("RU", ("RU-MOS",), ("khimki",)),
        Place("KZ"),
        Place("DE", ("DE-BY",)),
    ]
)
region_rules = st.builds(RegionRule, st.sampled_from(Scope), st.frozensets(codes, max_size=3))
