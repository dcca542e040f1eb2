"""Files of Parquet made by hand, so that what they say of themselves need not be true.

A column is pages of texts; the sizes and counts in headers and footer can each be given another value than they have.
"""

import gzip
import struct

TEXT, INT64, GROUP = 6, 2, None
PLAIN, RLE, RLE_DICTIONARY = 0, 3, 8
UNCOMPRESSED, GZIP = 0, 2


def _varint(number):
    out = bytearray()
    while number >= 0x80:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)


def _zigzag(number):
    return _varint((number << 1) ^ (number >> 63))


def _struct(fields):
    """Thrift's compact form of a struct: fields by their number; None is not there."""
    out, last = b"", 0
    for number, (kind, value) in sorted(fields.items()):
        out += bytes([(number - last) << 4 | kind]) + value
        last = number
    return out + b"\0"


def _i32(number):
    return 5, _zigzag(number)


def _i64(number):
    return 6, _zigzag(number)


def _text(text):
    return 8, _varint(len(text)) + text


def _list(kind, items):
    size = bytes([len(items) << 4 | kind]) if len(items) < 15 else bytes([0xF0 | kind]) + _varint(len(items))
    return 9, size + b"".join(items)


def _nested(content):
    return 12, content


def page(content, values, encoding=PLAIN, codec=UNCOMPRESSED, says=None, is_dictionary=False):
    """A page with its header; `says` is the unpacked size that it claims."""
    packed = gzip.compress(content, 1) if codec == GZIP else content
    of_kind = {1: _i32(values), 2: _i32(encoding)} | ({} if is_dictionary else {3: _i32(RLE), 4: _i32(RLE)})
    header = {1: _i32(2 if is_dictionary else 0), 2: _i32(len(content) if says is None else says), 3: _i32(len(packed)),
              7 if is_dictionary else 5: _nested(_struct(of_kind))}
    return _struct(header) + packed


def plain(text):
    """A text as it stands in a page."""
    return struct.pack("<I", len(text)) + text


def run(bits, length, value=0):
    """As many levels or places of a dictionary as `length` says, all the same."""
    return _varint(length << 1) + value.to_bytes((bits + 7) // 8, "little")


def levels(bits, length, value):
    """The levels of a page of the first version: their size comes first."""
    content = run(bits, length, value)
    return struct.pack("<I", len(content)) + content


def element(name, kind=None, repetition=0, children=None):
    """A node of the schema; a required text unless said otherwise."""
    fields = {4: _text(name.encode())}
    if kind is not None:
        fields |= {1: _i32(kind), 3: _i32(repetition)}
    if kind == TEXT:
        fields |= {6: _i32(0)}
    if children is not None:
        fields |= {3: _i32(repetition), 5: _i32(children)}
    return _struct(fields)


def file(columns, rows, codec=UNCOMPRESSED, schema=None, says=None, copies=1, further=b""):
    """A file of columns: `{path: (kind, pages, values, has_dictionary)}`. `says` is the size of each column that the footer
    claims; `copies` how often its only group of rows comes, each time in the same place."""
    content, chunks = b"PAR1", []
    for path, (kind, pages, values, has_dictionary) in columns.items():
        start = len(content)
        content += b"".join(pages)
        about = {1: _i32(kind), 2: _list(5, [_zigzag(PLAIN), _zigzag(RLE), _zigzag(RLE_DICTIONARY)]),
                 3: _list(8, [_text(part.encode())[1] for part in path.split(".")]), 4: _i32(codec), 5: _i64(values),
                 6: _i64(len(content) - start if says is None else says), 7: _i64(len(content) - start),
                 9: _i64(start + (len(pages[0]) if has_dictionary else 0))} | ({11: _i64(start)} if has_dictionary else {})
        chunks.append(_struct({2: _i64(start), 3: _nested(_struct(about))}))
    schema = schema or [element("schema", children=len(columns))] + [element(path, kind) for path, (kind, *_) in columns.items()]
    group = _struct({1: _list(12, chunks), 2: _i64(100), 3: _i64(rows)})
    footer = _struct({1: _i32(1), 2: _list(12, schema), 3: _i64(rows * copies), 4: _list(12, [group] * copies)})
    return content + further + footer + struct.pack("<I", len(footer)) + b"PAR1"


def constant(text, rows, codec=UNCOMPRESSED):
    """A column of one text in all rows, a few bytes long."""
    return TEXT, [page(plain(text), 1, codec=codec, is_dictionary=True),
                  page(bytes([1]) + run(1, rows), rows, RLE_DICTIONARY, codec)], rows, True


def sales(rows, **changed):
    """Columns of sales, all lines alike, but for those that are given."""
    texts = {"sale_date": b"2023-11-30", "product": b"Pack Premium", "store": b"Paris", "quantity": b"1", "amount": b"2.00"}
    return {name: constant(text, rows) for name, text in texts.items()} | changed
