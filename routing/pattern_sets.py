"""How two patterns of pages relate: for warnings about rules that can never decide anything (SPEC 2.14).

Both answers are safe rather than complete: what they call covered or apart is so; some pairs that are go unnoticed.
"""

from routing.patterns import PATH, PATH_AND_QUERY, SITE_AND_QUERY, Pattern, matches

EVERYTHING = {"*", "/*"}


def covers(wide: Pattern, narrow: Pattern) -> bool:
    """Whether `wide` surely matches every page that `narrow` matches."""
    if wide.glob in EVERYTHING:
        return True
    if _with_query(wide) and not _with_query(narrow):
        return False
    inner = _as_if_in(narrow, wide)
    # A star of the narrow one stands for anything, so only a star of the wide one may take it in.
    return inner is not None and matches(wide.pieces, inner)


def apart(one: Pattern, other: Pattern) -> bool:
    """Whether surely no page matches both."""
    globs = [_without_query(one), _without_query(other)]
    if _on_path(one) or _on_path(other):
        # Where one of them holds on any site, the path of the other has to decide.
        globs = [glob if glob.startswith("/") else _path(glob) for glob in globs]
    return not _meet(*globs)


def _with_query(pattern: Pattern) -> bool:
    return pattern.form in (PATH_AND_QUERY, SITE_AND_QUERY)


def _on_path(pattern: Pattern) -> bool:
    return pattern.form in (PATH, PATH_AND_QUERY)


def _as_if_in(narrow: Pattern, wide: Pattern) -> str | None:
    """The narrow pattern in the form that the wide one is compared with; None where that would say too little."""
    glob = narrow.glob
    if _with_query(narrow) and not _with_query(wide):
        glob = glob.partition("?")[0]
        if "*" in glob[:-1]:
            return None
    if _on_path(wide) and not _on_path(narrow):
        host, slash, path = glob.partition("/")
        return None if "*" in host or not slash else slash + path
    if _on_path(narrow) and not _on_path(wide):
        return ".*" + glob
    return glob


def _without_query(pattern: Pattern) -> str:
    """A glob that the pages of this pattern match, whatever their query."""
    if not _with_query(pattern):
        return pattern.glob
    path, star, _ = pattern.glob.partition("?")[0].partition("*")
    # The star may have reached over the question mark, so what follows it says nothing about the path.
    return path + star


def _path(glob: str) -> str:
    """The path in a glob of sites; any path where a star may reach into it."""
    host, _, path = glob.partition("/")
    return "*" if "*" in host else "/" + path


def _meet(one: str, other: str) -> bool:
    """Whether some text fits both: with a star in each, beginnings and ends that agree are enough."""
    if "*" not in one:
        return matches(tuple(other.split("*")), one)
    if "*" not in other:
        return matches(tuple(one.split("*")), other)
    heads = one.partition("*")[0], other.partition("*")[0]
    tails = one.rpartition("*")[2], other.rpartition("*")[2]
    return _agree(*heads) and _agree(tails[0][::-1], tails[1][::-1])


def _agree(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)
