"""pandas' Series.str."""

from columns import Columns

PLAIN = ["", "a", "Abc def", "  padded\t", "hello world", "HELLO", "x1y2z3", "12345", "-42", "+7", "aXbXXc", "a.b.c", "one,two,,three", "Mr. Smith's dog", "tab\tand\nline", None, "0.5", "O'NEIL 3rd", "_under_", "aaaa", "ends", "a-b_c d", "line1\nline2", "end\n", "cr\rlf", "{x} [y]"]
WIDE = ["", "Ünïcödé", "straße", "ÀÉÎ", "日本語テキスト", "naïve café", "ß", "ŉ", "ΣΊΣΥΦΟΣ", "Οδυσσέας Σ", "İstanbul", "ıI", "ǆ ǅ Ǆ", "\u00a0nbsp\u00a0", "\u2003em\u2003", "٣٤٥", "²³¹", "½Ⅷ", "三四", "emoji 😀😃 x", "e\u0301 combined", None, "ﬁ ﬂ", "\x1csep\x1f", "a😀b", "x\u0345", "\u200bzero", "\ufeffbom"]
LONG = ["The quick brown fox jumps over the lazy dog " * 3, "needle in a haystack, needle again; needle", "nee" * 40 + "needle", "é" * 50 + "needle" + "é" * 50, "no such thing", None, "needl", "needle", "eneedleneedlen"]
NO_PARAMS = "lower upper title capitalize swapcase strip lstrip rstrip len isalpha isalnum isdigit isdecimal isnumeric isspace islower isupper istitle".split()


def make():
    import pandas as pd

    f = Columns("text")
    for name, values in (("plain", PLAIN), ("wide", WIDE), ("long", LONG)):
        f.input(name, "utf8", values)
        s = pd.Series(values, dtype="string")
        str_ = s.str
        for call in NO_PARAMS:
            f.ask(f"str/{call}", name, lambda: getattr(str_, call)())
        strips(f, name, str_)
        parts(f, name, str_, values)
        search(f, name, str_)
        replacing(f, name, str_)
        splitting(f, name, str_)
        filling(f, name, str_)
        for form in ("NFC", "NFD", "NFKC", "NFKD"):
            f.ask("str/normalize", name, lambda: str_.normalize(form), form=form)
    f.write()


def strips(f, name, s):
    for characters in ("ab", " x", "é", "a3"):
        for call in ("strip", "lstrip", "rstrip"):
            f.ask(f"str/{call}", name, lambda: getattr(s, call)(characters), characters=characters)
    for text in ("a", "He", "é", "needle", "", "日本"):
        f.ask("str/removeprefix", name, lambda: s.removeprefix(text), text=text)
        if text:  # pandas 1.5 leaves nothing of a text without the suffix ""
            f.ask("str/removesuffix", name, lambda: s.removesuffix(text), text=text)


def parts(f, name, s, values):
    for start, stop, step in [(0, 3, 1), (2, None, 1), (-3, None, 1), (None, -2, 1), (1, -1, 1), (-4, -1, 1), (5, 2, 1), (None, None, 2), (None, None, -1), (-2, 0, -1), (100, 200, 1), (-100, 2, 1)]:
        params = {k: v for k, v in (("start", start), ("stop", stop), ("step", step)) if v is not None}
        f.ask("str/slice", name, lambda: s.slice(start, stop, step), **params)
    for start, stop, by in [(1, 3, "<>"), (None, 2, "é"), (2, None, ""), (-2, None, "!"), (3, 1, "_"), (100, None, "z"), (None, None, "all")]:
        params = {k: v for k, v in (("start", start), ("stop", stop)) if v is not None}
        f.ask("str/sliceReplace", name, lambda: s.slice_replace(start, stop, by), **params, replacement=by)
    for separator in (" ", "X", "é", "needle"):
        for item in (0, 1, 2):
            f.ask("str/partition", name, lambda: s.partition(separator)[item], separator=separator, item=item)
            f.ask("str/rpartition", name, lambda: s.rpartition(separator)[item], separator=separator, item=item)
    for index in (0, 1, 5, -1, -2, -6):
        f.ask("str/get", name, lambda: s.get(index), index=index)
    f.ask("str/byteLen", name, lambda: [None if v is None else len(v.encode()) for v in values])


def search(f, name, s):
    for text in ("a", "He", "needle", "b", "é", "", "日本語", "XX", "dog ", "😀"):
        f.ask("str/startswith", name, lambda: s.startswith(text), text=text)
        f.ask("str/endswith", name, lambda: s.endswith(text), text=text)
        f.ask("str/contains", name, lambda: s.contains(text, regex=False), pattern=text, regex=False)
        f.ask("str/find", name, lambda: s.find(text), text=text)
        f.ask("str/rfind", name, lambda: s.rfind(text), text=text)
        if text:
            f.ask("str/count", name, lambda: s.count(text), pattern=text)
    f.ask("str/find", name, lambda: s.find("a", 1), text="a", start=1)
    f.ask("str/find", name, lambda: s.find("a", -3, -1), text="a", start=-3, stop=-1)
    f.ask("str/rfind", name, lambda: s.rfind("e", 2, 30), text="e", start=2, stop=30)
    f.ask("str/contains", name, lambda: s.contains("A", case=False), pattern="A", case=False)
    for pattern in (r"\d+", r"^[A-Z]", r"a.b", r"(?i)hello", r"\s$", r"e{1,2}d", r"[^\x00-\x7f]", r"o\b", r"a|z", r"\-|_", r"(?m)^l", r"^l", r"2$", r"d$", r"(?m)1$", r".+", r"r.l", r"(?s)1.l", r"\Ad|\Zx", r"\Bd", r"[\W_]", r"[^\W\d_]+", r"[]x]", r"a{,2}b", r"{x}", r"[\s\S]d", r"\w+ \w+", r"x|"):
        f.ask("str/contains", name, lambda: s.contains(pattern), pattern=pattern)
        f.ask("str/match", name, lambda: s.match(pattern), pattern=pattern)
        f.ask("str/fullmatch", name, lambda: s.fullmatch(pattern), pattern=pattern)
        f.ask("str/count", name, lambda: s.count(pattern), pattern=pattern)
    for pattern, group in ((r"(\d)", 1), (r"(?P<first>\w)(?P<rest>\w*)", "rest"), (r"([a-c])|(x)", 2), (r"(é)", 1), (r"^(\S+)\s(\S+)", 2)):
        column = group if isinstance(group, str) else group - 1
        f.ask("str/extract", name, lambda: s.extract(pattern)[column], pattern=pattern, group=group)


def replacing(f, name, s):
    for text, by in (("a", "ZZ"), ("needle", ""), ("X", "-"), (" ", "__"), ("é", "e"), (".", ""), ("aa", "b"), ("日", "day")):
        f.ask("str/replace", name, lambda: s.replace(text, by, regex=False), pattern=text, replacement=by)
    f.ask("str/replace", name, lambda: s.replace("a", "b", n=1, regex=False), pattern="a", replacement="b", n=1)
    f.ask("str/replace", name, lambda: s.replace("e", "<>", n=2, regex=False), pattern="e", replacement="<>", n=2)
    for pattern, by in ((r"\d", "#"), (r"(\w)(\w)", r"\2\1"), (r"(?P<v>[aeiou])", r"<\g<v>>"), (r"\s+", " "), (r"(?:$)", "!"), (r"[^a-z]", "$1")):
        f.ask("str/replace", name, lambda: s.replace(pattern, by, regex=True), pattern=pattern, replacement=by, regex=True)
    f.ask("str/replace", name, lambda: s.replace("A", "b", regex=True, case=False), pattern="A", replacement="b", regex=True, case=False)
    f.ask("str/replace", name, lambda: s.replace(r"(?<=a)b|\d", "_", n=1, regex=True), pattern=r"(?<=a)b|\d", replacement="_", regex=True, n=1)


def splitting(f, name, s):
    def get(pieces, item):
        return [None if not isinstance(p, list) or not -len(p) <= item < len(p) else p[item] for p in pieces]

    for separator in (None, ",", "X", " ", "needle", "é"):
        given = {} if separator is None else {"separator": separator}
        for item in (0, 1, 2, -1, -2):
            f.ask("str/split", name, lambda: get(s.split(separator, regex=False) if separator else s.split(), item), **given, item=item)
        f.ask("str/split", name, lambda: get(s.split(separator, n=1), 1), **given, item=1, n=1)
        f.ask("str/split", name, lambda: get(s.split(separator, n=1), -1), **given, item=-1, n=1)
        f.ask("str/rsplit", name, lambda: get(s.rsplit(separator, n=1), 0), **given, item=0, n=1)
        f.ask("str/rsplit", name, lambda: get(s.rsplit(separator), -1), **given, item=-1)
    f.ask("str/split", name, lambda: get(s.split(r"[,.]", regex=True), 1), separator=r"[,.]", item=1, regex=True)


def filling(f, name, s):
    for times in (0, 1, 3):
        f.ask("str/repeat", name, lambda: s.repeat(times), times=times)
    for width in (0, 4, 7, 10):
        f.ask("str/zfill", name, lambda: s.zfill(width), width=width)
        for side in ("left", "right", "both"):
            f.ask("str/pad", name, lambda: s.pad(width, side=side, fillchar="*"), width=width, side=side, fillchar="*")
        f.ask("str/ljust", name, lambda: s.ljust(width), width=width)
        f.ask("str/rjust", name, lambda: s.rjust(width), width=width)
        f.ask("str/center", name, lambda: s.center(width, "é"), width=width, fillchar="é")
    f.ask("str/translate", name, lambda: s.translate(str.maketrans({"a": "1", "é": "e", "X": ""})), **{"from": ["a", "é", "X"], "to": ["1", "e", ""]})
