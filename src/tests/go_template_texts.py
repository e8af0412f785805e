"""Texts for the functions that read a language of their own: YAML, JSON, versions, patterns, addresses, durations, layouts of dates.

`case(random)` returns a template and its data; most texts are broken in some way.
"""
import json

# Characters and words that matter to somebody.
ANY = ["a", "b", "Z", "1", "0", "9", ".", "-", "_", " ", " ", "\n", "\t", ":", "#", ",", '"', "'", "\\", "/", "{", "}", "[", "]", "&", "*",
       "!", "|", ">", "%", "@", "`", "~", "=", "<", "?", "é", "日", "😀", "\u2028", "\u0085", "\x7f", "\u00a0", "\ufeff", "null", "true", "yes",
       "1e3", "0x1", ".5", "- ", ": ", " #", "\n\n", "  ", "\r", "\r\n", "<<", "\x01", "$", "^", "+", "(", ")"]
SCALARS = [None, True, False, 0, -1, 1.5, 1e21, 1e-7, 123456789, -0.0, 1e6, 3e300]
PIECES = {
    # A byte order mark may begin a text; further in, what Go makes of it depends on how its reader fills a buffer.
    "yaml": ['"', "'", "a", "b", "1", "- ", "-", "? ", "?", ": ", ":", ", ", ",", "[", "]", "{", "}", "#", " # c", "&a ", "*a", "&", "*",
             "!", "!!str ", "!!int ", "!!float ", "!!bool ", "!!null ", "!a!b ", "!<", ">", "|", "|1", ">-", "|+2", "%", "@", "`", "\t",
             " ", "  ", "    ", "\n", "\n", "\n", "\n ", "\n  ", "\r\n", "\r", "\u2028", "\u0085", "\\", "\\x", "\\u12", "\\n", "---",
             "\n---\n", "\n...\n", "%YAML 1.1\n", "%YAML ", "1.", "%TAG ! a\n", "%TAG ", "<<: ", "<<: *a", "&a {b: c}", "null", "~", "true",
             "0x1", ".nan", "-.inf", "18446744073709551615", "1e3", "=", "é", "a: b", "- c", "key: ", "x: |\n", "\n- ", "\n  - ",
             "\n  k: ", '"q"', "'q'", "[a, b]", "{a: b}", "*z", "%2", "%c3%a9", "!!binary ", "\\q", '"\\q', "0", "1_0", "2001-01-01",
             "!!timestamp ", "\n?", "!!map ", "!!seq ", "!!merge ", "|0", "|x", '"\n\tb"'],
    "json": ["", ",", "]", "}", '"', "\\", "e", ".", "0", "-", "\\u12", "\\ud800", "nul", "\x01"],
    "version": ["1", "0", "2", "10", ".", ".", ".", "-", "+", "v", "x", "X", "*", "~", "^", ">", "<", "=", "!", ">=", "<=", " ", " - ", ",", "||",
                "alpha", "beta.1", "rc", "01", "a", "1.2.3", "1.2", "v2.0.0"],
    "pattern": ["a", "b", "[a-z]", "[^a]", "[[:alpha:]]", "\\d", "\\w", "\\b", "\\s", "\\pL", "(", "(?i)", "(?:", ")", "|", "*", "+", "?", "{2}",
                "{1,3}", "{,2}", "*?", "^", "$", ".", "\\.", "(?P<n>", "[]a]", "[a", "\\", "\\Q", "\\E", "\\x41", "\\x{263a}", "é", "(?s)",
                "(?m)", "\n", "\\C", "\\z", "\\A", "-", "]"],
    "address": ["http", "https", "git", "ssh", "://", ":", "//", "/", "a", "b.c", "@", "user", "pw", "[::1]", "8080", "?", "&", "=", "#", "%20",
                "%zz", "%2f", " ", "é", "+", "..", ".", "mailto", "x=1", ";", "~", "\\", "|", "%", '"', "<", "1"],
    "duration": ["1", "2.5", "h", "m", "s", "ms", "us", "µs", "ns", "-", "+", "0", ".", "1h", "30m", "99999999", "d", "1e3", " ", "x"],
    "layout": ["2006", "01", "02", "15", "04", "05", "Jan", "January", "Mon", "Monday", "MST", "-0700", "-07:00", "Z07:00", "Z0700", ".000",
               ".999", ",000", "PM", "pm", "3", "03", "1", "2", "_2", "002", "__2", "06", "-", "/", " ", ":", "T", "x", "é", ".0", ".00",
               ".9", "Z07"],
}
# What is called with a text of each kind (`.t`), a second one (`.u`) and any text (`.s`).
CALLS = {
    "json": ["fromJson .t | toJson", "mustFromJson .t | toJson"],
    "version": ["semverCompare .t .u", "semver .t | toJson", "semver .t"],
    "pattern": ["regexMatch .t .s", "regexFindAll .t .s -1 | toJson", "regexFind .t .s", 'regexReplaceAll .t .s "<$1${n}$0>"',
                'regexReplaceAllLiteral .t .s "$1"', "regexSplit .t .s -1 | toJson", "mustRegexMatch .t .s",
                "mustRegexFindAll .t .s 2 | toJson"],
    "address": ["urlParse .t | toJson", "urlJoin (urlParse .t)", "urlquery .t", "base .t", "dir .t", "clean .t", "ext .t", "isAbs .t",
                "osBase .t"],
    "duration": ["durationRound .t", "duration .t", "toDuration .t", 'dateModify .t (toDate "2006-01-02" "2024-02-29")',
                 'mustDateModify .t (toDate "2006-01-02" "2024-02-29")', "atoi .t", "int .t", "float64 .t", "toDecimal .t"],
    "layout": ['(toDate "2006-01-02 15:04:05" "2024-02-29 13:04:05").Format .t', "mustToDate .t .u", "toDate .t .u", "mustToDate .t .t",
               '(mustToDate .t .t).Format "2006-01-02T15:04:05.999999999Z07:00"'],
}
OF_TEXT = ["trim", "upper", "lower", "title", "untitle", "snakecase", "camelcase", "kebabcase", "swapcase", "initials", "nospace", "trunc 5",
           "trunc -3", "abbrev 7", "abbrevboth 3 9", "wrap 5", 'wrapWith 4 "|"', "indent 2", "nindent 3", "substr 1 4", "substr -1 3",
           "substr 2 -1", 'replace "a" "bb"', 'splitList "-" | toJson', 'splitList "" | toJson', 'split "." | toJson',
           'splitn "a" 2 | toJson', 'trimAll "a1 "', 'trimSuffix "a"', 'trimPrefix "a"', 'contains "a"', 'hasPrefix "a"', 'cat "x"',
           "repeat 2", "len", "b64dec", "b32dec", "sha1sum", "sha512sum", "regexQuoteMeta", "squote", "toStrings | toJson",
           "sortAlpha | toJson", "int", "int64", "float64", "atoi", "toDecimal", "normalize", "slugify", "slugify 9 true", "slugify 9 false"]
OF_VALUE = ["toYaml", "toJson", "toPrettyJson", "toRawJson", "mustToJson", "js", "html", "urlquery", "quote", "squote", "print", 'printf "%v"',
            'printf "%q"', 'printf "%#v"', 'printf "%+v"', 'printf "%x"', "toString", "b64enc", "b32enc", "sha256sum", "adler32sum"]
FLAGS = ["", "", "#", "+", "-", " ", "0"]
WIDTHS = ["", "", "5", "10", ".2", "8.3", "*", ".*", "[1]", "[2]", "[3]", "5."]


def pieces(random, kind, most):
    return "".join(random.choice(PIECES[kind]) for _ in range(random.randint(1, most)))


def text(random, most):
    return "".join(random.choice(ANY) for _ in range(random.randint(0, most)))


def value(random, depth=0):
    chance = random.random()
    if depth > 3 or chance < 0.4:
        return text(random, random.choice([3, 8, 40]))
    if chance < 0.5:
        return random.choice(SCALARS)
    if chance < 0.75:
        return [value(random, depth + 1) for _ in range(random.randint(0, 3))]
    return {text(random, random.choice([2, 4, 12])): value(random, depth + 1) for _ in range(random.randint(0, 3))}


def yaml(random):
    start = random.choice(["", "", "", "", "a: b\n", "a: b\nc: d\n", "\ufeff"])
    function = random.choice(["fromYaml", "fromYaml", "fromYaml", "fromYamlArray"])
    return "{{ %s .t | toJson }}" % function, {"t": start + pieces(random, "yaml", random.choice([4, 8, 16]))}


def verb(random):
    directive = "%" + random.choice(FLAGS) + random.choice(FLAGS) + random.choice(WIDTHS) + random.choice("vvsqdxXtTgGeEfFbcoOUpwz%")
    return "{{ printf %s .t }}" % json.dumps("a" + directive + random.choice(["", "%v", "%!", "%"])), {"t": value(random)}


def broken_json(random):
    written = json.dumps(value(random), ensure_ascii=random.random() < 0.5)
    if random.random() < 0.5:
        at = random.randrange(len(written))
        written = written[:at] + random.choice(PIECES["json"]) + written[at + random.randint(0, 2):]
    return written


def case(random):
    kind = random.choice(["yaml", "verb", "text", "value", *CALLS])
    if kind == "yaml":
        return yaml(random)
    if kind == "verb":
        return verb(random)
    if kind == "text":
        return "{{ .t | %s }}" % random.choice(OF_TEXT), {"t": text(random, random.choice([3, 10, 30]))}
    if kind == "value":
        return "{{ .t | %s }}" % random.choice(OF_VALUE), {"t": value(random)}
    first = broken_json(random) if kind == "json" else pieces(random, kind, 8)
    return "{{ %s }}" % random.choice(CALLS[kind]), {"t": first, "u": pieces(random, kind, 5), "s": text(random, 6) + "aab1é"}
