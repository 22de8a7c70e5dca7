"""An XMP packet as a tree in which single properties are replaced and everything else stays as it was."""

from __future__ import annotations

from xml.dom.minidom import Document, Element, Node
from xml.parsers.expat import ExpatError

from photonest.assets.errors import SidecarNotWritable
from photonest.assets.metadata.xmp_properties import PREFIXES, RDF, XmpRefused, parse_properties, readable_xml

MAX_WRITABLE_BYTES = 2 * 1024 * 1024
"""The whole tree is kept while writing, about 50 bytes of memory a byte; honest sidecars have under 500 KB."""

Structure = dict[tuple[str, str], "str | Structure | list[Structure]"]
"""Members of a structured property, in the order in which they are written."""

XMLNS = "http://www.w3.org/2000/xmlns/"
_URIS = {prefix: uri for uri, prefix in reversed(PREFIXES.items())}
_EMPTY = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    b'<rdf:Description rdf:about=""/></rdf:RDF></x:xmpmeta>'
)


class XmpTree:
    """One packet. Properties are named by our prefixes (`xmp_properties.PREFIXES`), whatever the packet calls them."""

    def __init__(self, existing: bytes | None) -> None:
        """Raises `SidecarNotWritable` if `existing` is no XMP that can be read; None starts an empty packet."""
        self._document = _parsed(_EMPTY if existing is None else existing)
        found = self._document.getElementsByTagNameNS(RDF, "RDF")
        if not found:
            raise SidecarNotWritable
        self._rdf = found[0]
        self._prefix = f"{self._rdf.prefix}:" if self._rdf.prefix else ""

    def packet(self) -> bytes:
        """The packet as UTF-8 in its xpacket wrapper."""
        body = self._document.documentElement.toxml() if self._document.documentElement is not None else ""
        wrapped = f'<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n{body}\n<?xpacket end="w"?>\n'
        return wrapped.encode("utf-8", "xmlcharrefreplace")

    def put_text(self, prefix: str, name: str, text: str | None) -> None:
        """Sets a simple property; None removes it."""
        self.remove(prefix, name)
        if text is not None:
            self._new_property(prefix, name).appendChild(self._document.createTextNode(text))

    def put_list(self, prefix: str, name: str, kind: str, items: list[str]) -> None:
        """Sets an array (`Bag` or `Seq`); an empty one removes the property."""
        self.remove(prefix, name)
        if items:
            container = self._new_container(kind)
            for text in items:
                container.appendChild(self._new_item(text))
            self._new_property(prefix, name).appendChild(container)

    def put_default_language(self, prefix: str, name: str, text: str) -> None:
        """Sets the `x-default` of a language alternative; other languages stay. "" removes the whole property."""
        others = self._other_languages(prefix, name)
        self.remove(prefix, name)
        if not text:
            return
        container = self._new_container("Alt")
        ours = self._new_item(text)
        ours.setAttribute("xml:lang", "x-default")
        for item in (ours, *others):
            container.appendChild(item)
        self._new_property(prefix, name).appendChild(container)

    def put_structure(self, prefix: str, name: str, members: Structure) -> None:
        """Sets a structured property: members by (prefix, name), each text, a structure, or a list of structures."""
        self.remove(prefix, name)
        self._fill(self._new_property(prefix, name), members)

    def _fill(self, element: Element, members: Structure) -> None:
        element.setAttributeNS(RDF, f"{self._prefix}parseType", "Resource")
        for (prefix, name), value in members.items():
            used = _declared(element, prefix)
            child = self._document.createElementNS(_URIS[prefix], f"{used}:{name}")
            element.appendChild(child)
            if isinstance(value, str):
                child.appendChild(self._document.createTextNode(value))
            elif isinstance(value, dict):
                self._fill(child, value)
            else:
                container = self._new_container("Bag")
                child.appendChild(container)
                for entry in value:
                    item = self._document.createElementNS(RDF, f"{self._prefix}li")
                    container.appendChild(item)
                    self._fill(item, entry)

    def remove(self, prefix: str, name: str) -> None:
        """Removes a property, written as attribute or as element, from every description."""
        uris = [uri for uri, known in PREFIXES.items() if known == prefix]
        for description in self._descriptions():
            for uri in uris:
                if description.hasAttributeNS(uri, name):
                    description.removeAttributeNS(uri, name)
                for child in list(description.childNodes):
                    if isinstance(child, Element) and _is(child, uri, name):
                        description.removeChild(child)

    def _descriptions(self) -> list[Element]:
        return [node for node in self._rdf.childNodes if isinstance(node, Element) and _is(node, RDF, "Description")]

    def _new_container(self, kind: str) -> Element:
        return self._document.createElementNS(RDF, f"{self._prefix}{kind}")

    def _new_item(self, text: str) -> Element:
        item = self._document.createElementNS(RDF, f"{self._prefix}li")
        item.appendChild(self._document.createTextNode(text))
        return item

    def _new_property(self, prefix: str, name: str) -> Element:
        """A fresh, empty property element at the end of the first description."""
        descriptions = self._descriptions()
        if descriptions:
            home = descriptions[0]
        else:
            home = self._document.createElementNS(RDF, f"{self._prefix}Description")
            home.setAttributeNS(RDF, f"{self._prefix}about", "")
            self._rdf.appendChild(home)
        element = self._document.createElementNS(_URIS[prefix], f"{_declared(home, prefix)}:{name}")
        home.appendChild(element)
        return element

    def _other_languages(self, prefix: str, name: str) -> list[Element]:
        found: list[Element] = []
        for description in self._descriptions():
            for child in description.childNodes:
                if isinstance(child, Element) and _is(child, _URIS[prefix], name):
                    for item in child.getElementsByTagNameNS(RDF, "li"):
                        copy = item.cloneNode(deep=True)
                        if copy is not None and item.getAttribute("xml:lang").lower() not in ("", "x-default"):
                            found.append(copy)
        return found


def _parsed(existing: bytes) -> Document:
    from defusedxml.minidom import parseString

    if len(existing) > MAX_WRITABLE_BYTES:
        raise SidecarNotWritable(f"The sidecar has {len(existing) // 1024} KB and was left as it is.")
    try:
        parse_properties(existing)  # refuses what is hostile or damaged before the larger tree is built
        document: Document = parseString(readable_xml(existing).encode("utf-8"), forbid_dtd=True)
    except (XmpRefused, ExpatError, ValueError) as error:
        raise SidecarNotWritable(f"{error} The sidecar was left as it is.") from error
    return document


def _is(node: Element, uri: str, name: str) -> bool:
    return node.namespaceURI == uri and node.localName == name


def _declared(home: Element, prefix: str) -> str:
    """The prefix under which our namespace is known at `home`; declared there if it is not known yet."""
    uri = _URIS[prefix]
    taken: dict[str, str] = {}
    node: Node | None = home
    while isinstance(node, Element):
        for name, value in node.attributes.items():
            if name.startswith("xmlns:"):
                taken.setdefault(name.removeprefix("xmlns:"), value)
        node = node.parentNode
    for known, value in taken.items():
        if value == uri:
            return known
    used = prefix
    while used in taken:  # someone else's namespace goes by our usual prefix
        used += "_"
    home.setAttributeNS(XMLNS, f"xmlns:{used}", uri)
    return used
