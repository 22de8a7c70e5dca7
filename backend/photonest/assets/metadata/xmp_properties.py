"""XMP packet → plain properties: a dict from `dc:title` and its like to text, lists and dicts; refuses hostile XML.

Source of the model: XMP Specification Part 1 (ISO 16684-1), section 7: the RDF forms that XMP allows.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from photonest.assets.metadata.blocks import MAX_XMP_BYTES

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

MAX_ELEMENTS = 200_000
"""Elements of a packet; 4 MB of edit history have 60,000, and 200,000 take half a second."""

MAX_KEPT_ELEMENTS = 30_000
"""Elements kept in memory (about 12 MB): only those of properties that are read."""

MAX_DEPTH = 40
"""RDF needs three levels a structure; nothing honest nests deeper than ten structures."""

PREFIXES = {
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://ns.adobe.com/xap/1.0/": "xmp",
    "http://ns.adobe.com/exif/1.0/": "exif",
    "http://cipa.jp/exif/1.0/": "exifEX",
    "http://ns.adobe.com/exif/1.0/aux/": "aux",
    "http://ns.adobe.com/tiff/1.0/": "tiff",
    "http://ns.adobe.com/photoshop/1.0/": "photoshop",
    "http://ns.adobe.com/lightroom/1.0/": "lr",
    "http://www.digikam.org/ns/1.0/": "digiKam",
    "http://ns.microsoft.com/photo/1.0/": "MicrosoftPhoto",
    "http://ns.microsoft.com/photo/1.0": "MicrosoftPhoto",
    "http://ns.microsoft.com/photo/1.2/": "MP",
    "http://ns.microsoft.com/photo/1.2/t/RegionInfo#": "MPRI",
    "http://ns.microsoft.com/photo/1.2/t/Region#": "MPReg",
    "http://www.metadataworkinggroup.com/schemas/regions/": "mwg-rs",
    "http://ns.adobe.com/xmp/sType/Area#": "stArea",
    "http://ns.adobe.com/xap/1.0/sType/Dimensions#": "stDim",
    "http://ns.google.com/photos/1.0/panorama/": "GPano",
    "http://ns.google.com/photos/1.0/camera/": "GCamera",
    "http://ns.google.com/photos/1.0/container/": "Container",
    "http://ns.google.com/photos/1.0/container/item/": "Item",
    "http://iptc.org/std/Iptc4xmpExt/2008-02-29/": "Iptc4xmpExt",
}
"""Namespaces that are read; everything else is skipped. (Microsoft's first one is written with and without slash.)"""

Property = str | list["Property"] | dict[str, "Property"]


class XmpRefused(Exception):
    """The packet is no XMP that may be read; the message is a sentence for the user."""


def parse_properties(packet: bytes) -> dict[str, Property]:
    """The known properties of an XMP packet, `prefix:name` → value; the first occurrence counts.

    An `rdf:Alt` becomes the text of its `x-default`. Raises `XmpRefused` for document types and entities, damaged
    XML, and packets over `MAX_XMP_BYTES`, `MAX_ELEMENTS`, `MAX_KEPT_ELEMENTS` or `MAX_DEPTH`.
    """
    root = _parse(packet)
    properties: dict[str, Property] = {}
    for rdf in [root] if root.tag == f"{{{RDF}}}RDF" else root.iter(f"{{{RDF}}}RDF"):
        for description in rdf:
            if description.tag == f"{{{RDF}}}Description":
                for name, value in _members(description).items():
                    properties.setdefault(name, value)
    return properties


class _FrugalBuilder(TreeBuilder):
    """Builds the tree of the properties that are read, and stops when a packet grows beyond any honest one."""

    def __init__(self) -> None:
        super().__init__()
        self._open: list[str] = []
        self._elements = 0
        self._kept = 0
        self._skipped_from = 0
        """Depth at which a property began that is not read; 0 outside of one."""

    def start(self, tag: str, attrs: dict[str, str], /) -> Element:
        self._elements += 1
        self._open.append(tag)
        depth = len(self._open)
        if self._elements > MAX_ELEMENTS or self._kept > MAX_KEPT_ELEMENTS or depth > MAX_DEPTH:
            raise XmpRefused("The XMP block is built of too many parts and was not read.")
        if not self._skipped_from and self._is_foreign_property(tag):
            self._skipped_from = depth
        if self._skipped_from:
            return _SKIPPED
        self._kept += 1 + len(attrs) // 4
        return super().start(tag, attrs)

    def _is_foreign_property(self, tag: str) -> bool:
        """A property of a description at the top; Photoshop's list of ancestors is the one that grows to megabytes."""
        if self._open[-3:-1] != [f"{{{RDF}}}RDF", f"{{{RDF}}}Description"]:
            return False
        return short_name(tag) in (None, "photoshop:DocumentAncestors")

    def data(self, data: str, /) -> None:
        if not self._skipped_from:
            super().data(data)

    def end(self, tag: str, /) -> Element:
        depth = len(self._open)
        self._open.pop()
        if self._skipped_from:
            if depth == self._skipped_from:
                self._skipped_from = 0
            return _SKIPPED
        return super().end(tag)


_SKIPPED = Element("skipped")


def _parse(packet: bytes) -> Element:
    # Imported here: the parser is 1 MB that a process without photos never needs.
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import DefusedXMLParser

    if len(packet) > MAX_XMP_BYTES:
        raise XmpRefused(f"The XMP block of {len(packet) // 1024} KB was too large and was not read.")
    parser = DefusedXMLParser(target=_FrugalBuilder(), forbid_dtd=True, forbid_entities=True, forbid_external=True)
    try:
        parser.feed(readable_xml(packet))
        root = parser.close()
    except DefusedXmlException as error:
        raise XmpRefused("The XMP block declares XML entities, which no photo needs, and was not read.") from error
    except (ParseError, ValueError, LookupError, AssertionError, OverflowError) as error:
        raise XmpRefused("The XMP block is damaged and was not read.") from error
    if not isinstance(root, Element):
        raise XmpRefused("The XMP block is empty.")
    return root


_START = re.compile(r"<(?:\w+:)?(?:xmpmeta|xapmeta|RDF)\b")
_END = re.compile(r"</(?:\w+:)?(?:xmpmeta|xapmeta|RDF)\s*>")
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def readable_xml(packet: bytes) -> str:
    """The packet as text, from its root element to that element's end: padding, wrappers and stray bytes cut off.

    A document type before the root is kept, so that the parser sees and refuses it.
    """
    text = _NOT_XML.sub("", decode_packet(packet))
    start = _START.search(text)
    if start is None:
        raise XmpRefused("The XMP block is damaged and was not read.")
    ends = [match.end() for match in _END.finditer(text, start.end())]
    body = text[start.start() : ends[-1] if ends else len(text)]
    head = text[: start.start()]
    return head[head.find("<!") :] + body if "<!DOCTYPE" in head or "<!ENTITY" in head else body


def decode_packet(packet: bytes) -> str:
    """UTF-8, UTF-16 or UTF-32 by mark or by its zero bytes (XMP part 1, section 7.1); bad bytes become "�"."""
    packet = packet.lstrip(b"\0") if packet[:4] == b"\0\0\0\0" else packet
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8"),
        (b"\xff\xfe\0\0", "utf-32-le"),
        (b"\0\0\xfe\xff", "utf-32-be"),
        (b"\xff\xfe", "utf-16-le"),
        (b"\xfe\xff", "utf-16-be"),
        (b"<\0\0\0", "utf-32-le"),
        (b"\0\0\0<", "utf-32-be"),
        (b"<\0", "utf-16-le"),
        (b"\0<", "utf-16-be"),
    ):
        if packet.startswith(mark):
            return packet.decode(encoding, "replace").lstrip("\ufeff")
    return packet.decode("utf-8", "replace")


def short_name(tag: str) -> str | None:
    """`{http://purl.org/dc/elements/1.1/}title` → `dc:title`; None for a namespace that is not read."""
    uri, _, name = tag[1:].partition("}")
    prefix = PREFIXES.get(uri) if tag[:1] == "{" else None
    return f"{prefix}:{name}" if prefix else None


def _members(element: Element) -> dict[str, Property]:
    """The properties of a description or structure: its attributes and its children."""
    found: dict[str, Property] = {}
    for attribute, text in element.attrib.items():
        name = short_name(attribute)
        if name is not None:
            found.setdefault(name, text)
    for child in element:
        name = short_name(child.tag)
        if name is not None and name not in found:
            value = _value(child)
            if value is not None:
                found[name] = value
    return found


def _value(element: Element) -> Property | None:
    """What a property element holds: text, an array, a structure (nested, as attributes, or parseType=Resource)."""
    if element.get(f"{{{RDF}}}parseType") == "Resource":
        return _members(element)
    for child in element:
        if child.tag in (f"{{{RDF}}}Bag", f"{{{RDF}}}Seq"):
            return [value for value in map(_value, _items(child)) if value is not None]
        if child.tag == f"{{{RDF}}}Alt":
            return _default_of(child)
        if child.tag == f"{{{RDF}}}Description":
            inner = _members(child)
            value = child.find(f"{{{RDF}}}value")  # a qualified value; the qualifiers are not wanted
            return inner if value is None else (value.text or "")
    members = _members(element)
    if members:
        return members
    resource = element.get(f"{{{RDF}}}resource")
    return resource if resource is not None else (element.text or "")


def _items(container: Element) -> list[Element]:
    return [child for child in container if child.tag == f"{{{RDF}}}li"]


def _default_of(alternatives: Element) -> Property | None:
    items = _items(alternatives)
    for item in items:
        if item.get(XML_LANG, "").lower() == "x-default":
            return _value(item)
    return _value(items[0]) if items else None
