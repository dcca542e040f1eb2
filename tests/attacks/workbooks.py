"""Workbooks, and texts of JSON, that are small as files and large in memory. Eight at once take no more than one may."""

import io
import itertools
import zipfile

import xlsb
from services import MEMORY_MIB, PASSWORD, Watch, hold, in_threads, upload

SHEETS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/{}/2006/relationships"
DOCUMENT = RELATIONS.format("officeDocument")
TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
ROOT = (f'<Relationships xmlns="{RELATIONS.format("package")}"><Relationship Id="a" Type="{DOCUMENT}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>')

# What a workbook that is too much is refused with.
REFUSED = ("workbook-too-large", "record-too-large", "takes-too-much", "damaged")


def _minutes(function):
    function.takes_minutes = True
    return function


def _packed(parts):
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in parts.items():
            out.writestr(name, content)
    return archive.getvalue()


def _xlsx(rows="", texts="", count="", styles="", behind="", sheets=1, names="", file="sharedStrings.xml"):
    """A workbook of one part of rows, which is named by so many sheets."""
    listed = "".join(f'<sheet name="V{number}" sheetId="{number + 1}" r:id="a"/>' for number in range(sheets))
    workbook = f'<workbook xmlns="{SHEETS}" xmlns:r="{DOCUMENT}"><sheets>{listed}</sheets>{names}</workbook>'
    related = (f'<Relationships xmlns="{RELATIONS.format("package")}"><Relationship Id="a" Type="{DOCUMENT}/worksheet" '
               f'Target="worksheets/sheet1.xml"/><Relationship Id="b" Type="{DOCUMENT}/sharedStrings" '
               f'Target="sharedStrings.xml"/></Relationships>')
    parts = {"[Content_Types].xml": TYPES, "_rels/.rels": ROOT, "xl/workbook.xml": workbook,
             "xl/_rels/workbook.xml.rels": related,
             "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{SHEETS}"><sheetData>{rows}</sheetData>{behind}</worksheet>',
             f"xl/{file}": f'<sst xmlns="{SHEETS}"{count}>{texts}</sst>'}
    if styles:
        parts["xl/styles.xml"] = f'<styleSheet xmlns="{SHEETS}">{styles}</styleSheet>'
    return _packed(parts)


def _ods(rows):
    names = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text"))
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = ('<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry '
                f'manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>')
    return _packed({"mimetype": kind, "META-INF/manifest.xml": manifest, "content.xml": (
        f"<office:document-content {names}><office:body><office:spreadsheet>{rows}</office:spreadsheet></office:body>"
        "</office:document-content>")})


def _table(rows, columns, text="x", times=1):
    cell = f'<table:table-cell office:value-type="string" table:number-columns-repeated="{columns}"><text:p>{text}</text:p></table:table-cell>'
    return "".join(f'<table:table table:name="V{number}"><table:table-row table:number-rows-repeated="{rows}">{cell}'
                   "</table:table-row></table:table>" for number in range(times))


def _row(number, *texts):
    return f'<row r="{number}">' + "".join(f"<c t=\"inlineStr\"><is><t>{text}</t></is></c>" for text in texts) + "</row>"


def _sales(rows):
    """Rows of sales, all different."""
    return _row(1, "Date", "Produit", "Montant") + "".join(
        _row(number, "2023-11-30", f"Pack {number}", f"{number}.50") for number in range(2, rows + 2))


def workbooks_that_unpack_without_end(shop):
    """Workbooks of less than a megabyte that become hundreds, by packing or by repetition, are refused."""
    dashboard = shop.dashboard(None, PASSWORD)
    bombs = {"rows.xlsx": _xlsx("<row><c><v>1</v></c></row>" * 6_000_000), "texts.xlsx": _xlsx(texts="<si><t>x</t></si>" * 10_000_000),
             "rows.ods": _ods(_table(1_048_576, 8)), "columns.ods": _ods(_table(1_000, 16_384)),
             "corner.ods": _ods(_table(10**9, 10**9))}
    with Watch(dashboard):
        for name, body in bombs.items():
            hold(len(body) < 1 << 20, f"{name}: {len(body)} bytes")
            answer = upload(dashboard, name, body, dry_run=True, seconds=120)
            hold(answer.status in (400, 413, 422) and b"workbook-too-large" in answer.body, f"{name}: {answer}")
    hold(dashboard.growth() < MEMORY_MIB, f"{dashboard.growth():.0f} MiB")


def _all_at_once(shop, files, times):
    dashboard = shop.dashboard(None, PASSWORD)
    sent = list(itertools.chain.from_iterable([item] * times for item in files.items()))
    with Watch(dashboard):
        answers = in_threads(len(sent), lambda at: upload(dashboard, *sent[at], dry_run=True))
    for (name, _), answer in zip(sent, answers, strict=True):
        hold(not isinstance(answer, Exception), f"{name}: {answer!r}")
        hold(answer.status == 503 or any(code.encode() in answer.body for code in REFUSED), f"{name}: {answer}")
    hold(dashboard.growth() < MEMORY_MIB, f"{dashboard.growth():.0f} MiB")
    hold(dashboard.health() is not None, "no /health afterwards")


def what_readers_of_workbooks_would_hold(shop):
    """Workbooks whose reader would hold more than the file is worth are refused, all sent at once: shared texts, in a part that is
    called otherwise too, counts that lie, styles that repeat a long name, merged cells, names, sheets that are one part."""
    style = "<fonts><font><name val=\"{}\"/></font></fonts><cellXfs>{}</cellXfs>"
    _all_at_once(shop, {
        "texts.xlsx": _xlsx(_sales(2), texts="<si/>" * 6_000_000),
        "TEXTS.xlsx": _xlsx(_sales(2), texts="<si/>" * 6_000_000, file="SHAREDSTRINGS.XML"),
        "styles.xlsx": _xlsx(_sales(2), styles=style.format("a", "<xf fontId=\"0\"/>" * 1_500_000)),
        "style.xlsx": _xlsx(_sales(2), styles=style.format("a" * (2 << 20), "<xf fontId=\"0\"/>" * 4_000)),
        "merged.xlsx": _xlsx(_sales(2), behind="<mergeCells>" + "<mergeCell ref=\"A1:A2\"/>" * 1_300_000 * 3 + "</mergeCells>"),
        "names.xlsx": _xlsx(_sales(2), names="<definedNames>" + "<definedName/>" * 2_000_000 + "</definedNames>"),
        "sheets.xlsx": _xlsx(_sales(2), sheets=100_000),
        "row.xlsx": _xlsx("<row>" + "<c t=\"s\"><v>0</v></c>" * 4_000 + "</row>", texts=f"<si><t>{'x' * 1_000_000}</t></si>"),
        "cell.xlsx": _xlsx("<row><c t=\"inlineStr\"><is>" + f"<t>{'x' * 1_000_000}</t>" * 30 + "</is></c></row>"),
        "tables.ods": _ods(_table(100_000, 8, times=40)),
        "text.ods": _ods(_table(100, 1_000, text="x" * 30_000)),
    }, 1)


def a_count_that_lies(shop):
    """What a workbook says of how many texts it has makes nobody reserve memory: not more than there is, nor all that is left."""
    dashboard = shop.dashboard(None, PASSWORD)
    for count in (10**6, 10**9, 5 * 10**12, 2**63, 2**64 - 1):
        answer = upload(dashboard, "count.xlsx", _xlsx(_sales(3), count=f' uniqueCount="{count}"'), dry_run=True)
        hold(answer.status in (201, 400, 422), f"{count}: {answer}")
        hold(dashboard.process.poll() is None, f"{count}: the service has ended")
    hold(dashboard.growth() < MEMORY_MIB, f"{dashboard.growth():.0f} MiB")


def texts_of_json_that_grow(shop):
    """Texts of JSON that become many times as large as they are, all sent at once: keys that repeat long ones around them, an
    object that is too long."""
    members = ",".join(['"b":1'] * 80_000)
    object_of_many = "{" + f'"{"a" * 400_000}":' + "{" + members + "}}"
    _all_at_once(shop, {
        "keys.json": f"{object_of_many}\n{object_of_many}".encode(),
        "long.json": f"[{{\"date\":\"2023-11-30\",\"note\":\"{'x' * (1 << 20)}\"}}]".encode(),
    }, 3)


@_minutes
def texts_of_json_of_many_parts(shop):
    """Texts of JSON with millions of items or members, or of objects in objects: refused or read, all sent at once."""
    _all_at_once(shop, {
        "arrays.json": ("{\"a\":[" + "{}," * 4_300_000 + "{}]}").encode(),
        "members.json": ("{\"a\":{" + ",".join(['"b":{}'] * 1_100_000) + "},\"c\":[{\"d\":1}]}").encode(),
    }, 2)
    dashboard = shop.dashboard(None, PASSWORD)
    listed = "{\"x\":[1]," + ",".join(['"b":1'] * 150_000) + "}"
    deep = "{\"a\":" * 100 + "1" + "}" * 100
    with Watch(dashboard):
        for name, text in {"listed.json": f"{listed}\n" * 20, "deep.json": f"{deep}\n" * 20_000}.items():
            answers = in_threads(3, lambda _, name=name, text=text: upload(dashboard, name, text.encode(), dry_run=True))
            hold(all(getattr(answer, "status", None) in (201, 400, 422, 503) for answer in answers), f"{name}: {answers}")
    hold(dashboard.growth() < MEMORY_MIB, f"{dashboard.growth():.0f} MiB")


@_minutes
def large_honest_workbooks_at_once(shop):
    """Eight workbooks of fifty thousand sales each, sent at once, are all read."""
    dashboard, body = shop.dashboard(None, PASSWORD), _xlsx(_sales(50_000))
    with Watch(dashboard):
        answers = in_threads(8, lambda _: upload(dashboard, "large.xlsx", body, dry_run=True))
    hold(all(getattr(answer, "status", None) in (201, 503) for answer in answers), f"{answers}")
    hold(sum(answer.status == 201 for answer in answers) >= 4, f"{answers}")
    hold(dashboard.growth() < MEMORY_MIB, f"{dashboard.growth():.0f} MiB")


def records_of_xlsb_that_lie(shop):
    """A workbook of XLSB is imported; those of some kilobytes whose names and references repeat each other are refused."""
    plus = xlsb.reference() + xlsb.PLUS * 1_500_000
    related = "".join(f'<Relationship Id="a{number}" Target="b"/>' for number in range(2_000_000))
    _all_at_once(shop, {
        "sheets.xlsb": xlsb.workbook(xlsb.SALES, sheet_name="V" * 30_000, behind=xlsb.extern_sheets(100_000)),
        "formula.xlsb": xlsb.workbook(xlsb.SALES, sheet_name="V" * 30_000, behind=xlsb.extern_sheets(1) + xlsb.name(xlsb.reference() * 20_000)),
        "signs.xlsb": xlsb.workbook(xlsb.SALES, behind=xlsb.extern_sheets(1) + xlsb.name(plus)),
        "names.xlsb": xlsb.workbook(xlsb.SALES, behind=xlsb.name(b"") * 1_000_000),
        "relations.xlsb": xlsb.workbook(xlsb.SALES, relations=related),
        "texts.xlsb": xlsb.workbook(xlsb.SALES, texts=xlsb.record(xlsb.TEXT_ITEM, b"\0" + xlsb.wide("")) * 4_000_000),
        "record.xlsb": xlsb.workbook(xlsb.SALES, data=xlsb.record(xlsb.TEXT, bytes(8) + xlsb.wide("x" * 3_000_000))),
        "end.xlsb": xlsb.workbook(xlsb.SALES, data=xlsb.record(xlsb.TEXT, b"", size=(1 << 28) - 1)),
        "count.xlsb": xlsb.workbook(xlsb.SALES, text_count=0xFFFF_FFFF),
    }, 1)
    dashboard = shop.dashboard(None, PASSWORD)
    rows = xlsb.SALES[:1] + [[day, name, store, 1, 10.5] for day, name, store, *_ in xlsb.SALES[1:] for _ in range(20_000)]
    with Watch(dashboard):
        answer = upload(dashboard, "ventes.xlsb", xlsb.workbook(rows), dry_run=True)
    hold(answer.status == 201 and answer.json()["lines"] == 100_000, f"{answer}")
    hold(dashboard.growth() < MEMORY_MIB, f"{dashboard.growth():.0f} MiB")
