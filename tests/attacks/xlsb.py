"""Workbooks of XLSB, record by record as [MS-XLSB] has them: honest ones, and those whose records lie.

    xlsb.py FILE    writes a workbook of sales, for the corpus
"""

import datetime
import io
import struct
import sys
import zipfile

PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

# 2.3.1: the kinds of records that are written here.
ROW, RK, REAL, TEXT, SHARED = 0x00, 0x02, 0x05, 0x06, 0x07
BEGIN_BOOK, END_BOOK, BOOK_PROPERTIES = 0x83, 0x84, 0x99
BEGIN_SHEETS, SHEET, END_SHEETS = 0x8F, 0x9C, 0x90
EXTERN_SHEET, NAME = 0x16A, 0x27
BEGIN_SHEET, DIMENSION, BEGIN_DATA, END_DATA, END_SHEET = 0x81, 0x94, 0x91, 0x92, 0x82
BEGIN_TEXTS, TEXT_ITEM, END_TEXTS = 0x9F, 0x13, 0xA0
BEGIN_STYLES, BEGIN_FORMATS, FORMAT, END_FORMATS = 0x116, 0x267, 0x2C, 0x268
BEGIN_CELL_FORMATS, CELL_FORMAT, END_CELL_FORMATS, END_STYLES = 0x269, 0x2F, 0x26A, 0x117

# 2.5.97.24: a reference to a cell of another sheet, and a plus sign.
REFERENCE, PLUS = bytes([0x3A]), bytes([0x12])


def record(kind, content=b"", size=None):
    """2.1.4: the kind in one byte or two, the size in up to four, seven bits each."""
    head = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size = len(content) if size is None else size
    while size >= 0x80:
        head, size = head + bytes([size & 0x7F | 0x80]), size >> 7
    return head + bytes([size]) + content


def wide(text):
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def _rk(number):
    """2.5.122: a whole number of 30 bits, or one of two decimals times a hundred."""
    if number == int(number):
        return struct.pack("<I", (int(number) << 2) & 0xFFFFFFFF | 2)
    return struct.pack("<I", (round(number * 100) << 2) & 0xFFFFFFFF | 3)


def rows(table, shared):
    """Rows of texts, numbers and days; the texts go to `shared`."""
    data = []
    for at, row in enumerate(table):
        data.append(record(ROW, struct.pack("<IIHBBBI", at, 0, 300, 0, 0, 0, 0)))
        for column, value in enumerate(row):
            place = lambda style, column=column: struct.pack("<I", column) + bytes([style, 0, 0, 0])
            if isinstance(value, datetime.date):
                data.append(record(REAL, place(1) + struct.pack("<d", (value - datetime.date(1899, 12, 30)).days)))
            elif isinstance(value, str):
                shared.setdefault(value, len(shared))
                data.append(record(SHARED, place(0) + struct.pack("<I", shared[value])))
            elif value is not None:
                data.append(record(RK, place(0) + _rk(value)) if abs(value) < 1e6 else record(REAL, place(0) + struct.pack("<d", value)))
    return b"".join(data)


def workbook(table=(), data=b"", texts=b"", text_count=None, styles=None, sheet_name="Ventes", behind=b"", relations=""):
    """A workbook of one sheet. What is given as bytes comes after what the table makes."""
    shared = {}
    cells = rows(table, shared) + data
    items = b"".join(record(TEXT_ITEM, b"\0" + wide(text)) for text in shared) + texts
    count = len(shared) if text_count is None else text_count
    day = record(FORMAT, struct.pack("<H", 164) + wide("dd/mm/yyyy"))
    cell_format = lambda number: record(CELL_FORMAT, struct.pack("<HHHHHHI", 0, number, 0, 0, 0, 0, 0))
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="bin" '
                               'ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" Type="{DOCUMENT}/officeDocument" Target="xl/workbook.bin"/></Relationships>',
        "xl/workbook.bin": record(BEGIN_BOOK) + record(BOOK_PROPERTIES, struct.pack("<II", 0, 0) + wide("")) + record(BEGIN_SHEETS)
                           + record(SHEET, struct.pack("<II", 0, 1) + wide("rId1") + wide(sheet_name)) + record(END_SHEETS) + behind + record(0x9D, bytes(26))
                           + record(END_BOOK),
        "xl/_rels/workbook.bin.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" Type="{DOCUMENT}/worksheet" '
                                      f'Target="worksheets/sheet1.bin"/>{relations}</Relationships>',
        "xl/worksheets/sheet1.bin": record(BEGIN_SHEET) + record(DIMENSION, struct.pack("<IIII", 0, max(len(table) - 1, 0), 0, 9))
                                    + record(BEGIN_DATA) + cells + record(END_DATA) + record(END_SHEET),
        "xl/sharedStrings.bin": record(BEGIN_TEXTS, struct.pack("<II", count, count)) + items + record(END_TEXTS),
        "xl/styles.bin": styles or record(BEGIN_STYLES) + record(BEGIN_FORMATS, struct.pack("<I", 1)) + day + record(END_FORMATS)
                                   + record(BEGIN_CELL_FORMATS, struct.pack("<I", 2)) + cell_format(0) + cell_format(164)
                                   + record(END_CELL_FORMATS) + record(END_STYLES),
    }
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in parts.items():
            out.writestr(zipfile.ZipInfo(name, (2025, 12, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return archive.getvalue()


def name(formula, called="Nom"):
    """2.4.711: a defined name and its formula."""
    return record(NAME, struct.pack("<IBI", 0, 0, 0xFFFFFFFF) + wide(called) + struct.pack("<I", len(formula)) + formula
                  + struct.pack("<II", 0, 0xFFFFFFFF))


def reference(sheet=0):
    return REFERENCE + struct.pack("<HIH", sheet, 0, 0)


def extern_sheets(count):
    return record(EXTERN_SHEET, struct.pack("<I", count) + struct.pack("<Iii", 0, 0, 0) * count)


SALES = [["Date", "Produit", "Magasin", "Quantité", "Montant"],
         [datetime.date(2025, 11, 3), "Café moulu 250 g", "Lyon", 2, 11.8],
         [datetime.date(2025, 11, 3), "Thé noir", "Lyon", 1, 6.5],
         [datetime.date(2025, 11, 28), "Café moulu 250 g", "Brest", 12, 70.8],
         [datetime.date(2025, 11, 28), "Machine à café", "Lyon", 1, 1_249.99],
         [datetime.date(2025, 11, 29), "Thé noir", "Brest", -1, -6.5]]


if __name__ == "__main__":
    with open(sys.argv[1], "wb") as out:
        out.write(workbook(SALES))
