"""Every fault the XML house can find, as a table: the code, what is said, who asks for it, the fix."""

from dataclasses import replace

from lxml import etree

from edi_engine.findings import Finding, Position
from edi_engine.formats.rules import EEE, WWW, Rule, finding_of


def fault(code: str, where: Position, *, fix: str = "", **facts: object) -> Finding:
    """Make the finding of a rule, with its fix if no other is given."""
    found = finding_of(RULES, code, where, **facts)
    return replace(found, fix=fix) if fix else found


EMPTY = "XML-009"
RULES: dict[str, Rule] = {
    "XML-001": Rule(EEE, "there is no XML document", "the data are empty or blank", "send a document"),
    "XML-002": Rule(EEE, "not well-formed: {reason}", "the grammar of XML 1.0", "correct the document at this place"),
    "XML-003": Rule(
        EEE,
        "there is a document type declaration",
        "a DTD can declare entities, which can fetch files and grow without bound: none is read",
        "remove <!DOCTYPE …>, and write entities as characters",
    ),
    "XML-004": Rule(
        EEE,
        "the document is longer than {limit} bytes and was not read",
        "limit `document_bytes`",
        "split the document, or raise the limit `document_bytes`",
    ),
    "XML-005": Rule(
        EEE,
        "the document has more than {limit} elements and was not read",
        "limit `elements`",
        "split the document, or raise the limit `elements`",
    ),
    "XML-006": Rule(
        EEE,
        "nested deeper than {limit} levels",
        "limit `depth`",
        "flatten the document, or raise the limit `depth` (not beyond 250)",
    ),
    "XML-011": Rule(
        EEE,
        "<{name}> has more than {limit} attributes and was not read",
        "limit `attributes`",
        "say it in elements, or raise the limit `attributes`",
    ),
    "XML-007": Rule(
        EEE,
        "a text, name or attribute is too long to be read",
        "the XML library's own bound, some 10 million bytes",
        "shorten it, or send it beside the document",
    ),
    "XML-008": Rule(
        EEE,
        "the encoding {name!r} is not read",
        "UTF-8, UTF-16 and encodings that extend ASCII are",
        "write the document in UTF-8",
    ),
    EMPTY: Rule(
        EEE, "<{name}> holds no document", "it is a wrapper: its content is the message", "put a document into it"
    ),
    "XML-013": Rule(
        EEE,
        "the document says that it is {name}, and is not",
        "the bytes of UTF-16 come in pairs, half of each zero for a letter",
        "name the encoding the document is written in",
    ),
    "XML-014": Rule(
        WWW,
        "the document says that it is {name}, and all of it is UTF-8: letters beyond ASCII are read as others",
        "each letter is read as one byte, as the document asks; in UTF-8 this one has several",
        'declare encoding="UTF-8", or write the document in the encoding it names',
    ),
    "XML-012": Rule(
        EEE,
        "<{name}> holds more than {limit} characters besides its documents",
        "limit `document_bytes`: what stands in a wrapper is kept with the envelope",
        "leave out of the wrapper what is none of its own fields",
    ),
}

_E = etree.ErrorTypes
FIXES = {
    _E.ERR_HYPHEN_IN_COMMENT: "no `--` may stand inside a comment: write `- -`, or remove the comment",
    _E.ERR_COMMENT_NOT_FINISHED: "end the comment with -->; no `--` may stand inside it",
    _E.ERR_TAG_NAME_MISMATCH: "close the elements in the order they were opened",
    _E.ERR_TAG_NOT_FINISHED: "the document ends too early: send all of it",
    _E.ERR_DOCUMENT_END: "one root element only, and nothing behind it",
    _E.ERR_DOCUMENT_EMPTY: "begin with an element",
    _E.ERR_UNDECLARED_ENTITY: "write the character itself, or &#…; — only amp, lt, gt, quot and apos have names",
    _E.ERR_ENTITYREF_SEMICOL_MISSING: "write & as &amp;",
    _E.ERR_NAME_REQUIRED: "write & as &amp; and < as &lt;",
    _E.ERR_INVALID_CHAR: "remove the control character: XML cannot carry it",
    _E.ERR_INVALID_ENCODING: "write the document in the encoding it names",
    _E.ERR_ATTRIBUTE_REDEFINED: "an attribute stands once in a tag: remove the other",
    _E.ERR_ATTRIBUTE_NOT_STARTED: "put the attribute's value into quotes",
    _E.NS_ERR_UNDEFINED_NAMESPACE: "declare the prefix with xmlns:…",
    _E.ERR_RESERVED_XML_NAME: "nothing may stand before <?xml …?>, not even a blank",
}
