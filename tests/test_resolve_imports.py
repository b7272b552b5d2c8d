"""Gazetteers that a user imports: what a file holds, who finds it, and what a broken one says."""

import json
import zipfile

import pytest

from sijill.errors import SijillError
from sijill.model import Document, replace
from sijill.names import fold_name
from sijill.packs import load_pack
from sijill.resolve.context import DocumentContext
from sijill.resolve.gazetteer import Gazetteer
from sijill.resolve.imports import (
    GazetteerFile,
    import_gazetteer,
    list_gazetteers,
    open_imports,
    remove_gazetteer,
)
from sijill.resolve.places import PlaceResolver

SQUARE = [[[10.0, 5.0], [10.2, 5.0], [10.2, 5.2], [10.0, 5.2], [10.0, 5.0]]]
UNITS = "ADM1_EN,ADM1_AR,ADM1_PCODE,ADM2_EN,ADM2_AR,ADM2_PCODE,LATITUDE,LONGITUDE\n"
FEATURE = "{id}\t{name}\t{name}\t{others}\t{lat}\t{lon}\t{group}\t{code}\t{country}\t\t{a1}\t{a2}\t\t\t{people}\t\t\t\t\n"


def feature(**given):
    base = {
        "others": "",
        "lat": 5.1,
        "lon": 10.1,
        "group": "P",
        "code": "PPL",
        "country": "ZZ",
        "a1": "",
        "a2": "",
        "people": 0,
    }
    return FEATURE.format(**{**base, **given})


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "gazetteers"


def write(tmp_path, name, text):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def find(gazetteer, name, besides, language="en"):
    text = f"{name}. {besides}"
    document = Document(id="d", content_hash="", source="d", text=text, language=language)
    return PlaceResolver(DocumentContext(document, gazetteer.pack), gazetteer).find_place(name, len(text))


def test_imports_a_table_gives_its_units_and_those_above_them(tmp_path, folder):
    path = write(
        tmp_path, "units.csv", UNITS + "Norvalia,نورفاليا,ZZ01,Ardun Vale,وادي اردون,ZZ0101,5.1,10.1\n"
    )
    about = import_gazetteer(path, folder=folder)
    assert about["kinds"] == {"district": 1, "governorate": 1}
    (file,) = (GazetteerFile(one) for one in list_gazetteers(folder))
    vale = file.get_by_pcode("ZZ0101")
    assert (vale.name, vale.parent, vale.country, vale.lat) == ("Ardun Vale", "pc-ZZ01", "ZZ", 5.1)
    assert file.list_names(vale.id) == [("Ardun Vale", "en"), ("وادي اردون", "ar")]
    assert [one.place.id for one in file.find("وادي اردون")] == [vale.id]


def test_imports_names_are_filed_by_script_where_columns_are_exchanged(tmp_path, folder):
    path = write(tmp_path, "units.csv", UNITS + "نورفاليا,Norvalia,ZZ01,وادي اردون,Ardun Vale,ZZ0101,,\n")
    import_gazetteer(path, folder=folder)
    (file,) = (GazetteerFile(one) for one in list_gazetteers(folder))
    assert file.get_by_pcode("ZZ0101").name == "Ardun Vale"


def test_imports_boundaries_say_what_holds_a_point(tmp_path, folder):
    shape = {"type": "Polygon", "coordinates": SQUARE}
    own = {
        "NAME_EN": "Ardun",
        "NAME_AR": "اردون",
        "PCODE": "ZZ010101",
        "ADM2_EN": "Vale",
        "ADM2_PCODE": "ZZ0101",
    }
    found = {
        "type": "FeatureCollection",
        "features": [{"type": "Feature", "properties": own, "geometry": shape}],
    }
    import_gazetteer(write(tmp_path, "b.geojson", json.dumps(found)), folder=folder)
    (file,) = (GazetteerFile(one) for one in list_gazetteers(folder))
    assert [unit.name for unit in file.find_containing(5.1, 10.1)] == ["Ardun"]
    assert file.find_containing(6, 10.1) == []
    assert file.get("pc-ZZ010101").kind == "subdistrict"
    assert file.get_area("pc-ZZ010101")["type"] == "Polygon"


def test_imports_a_dump_gives_settlements_in_their_units(tmp_path, folder):
    lines = [
        feature(id=1, name="Norvalia", group="A", code="ADM1", a1="07"),
        feature(id=2, name="Ardun", others="Ardoun,اردون", a1="07", people=12_000),
        feature(id=3, name="Old Ardun", code="PPLQ", a1="07"),
        feature(id=4, name="Brook", group="H", code="SPNG", a1="07"),
        feature(id=5, name="Elsewhere", country="YY"),
    ]
    path = write(tmp_path, "ZZ.txt", "".join(lines))
    about = import_gazetteer(path, countries=frozenset({"ZZ"}), folder=folder)
    assert (about["places"], about["left_out"]) == (2, 3)
    (file,) = open_imports("ZZ", folder)
    ardun = file.get("gn-2")
    assert (ardun.kind, ardun.parent) == ("town", "gn-1")
    assert [one.place.id for one in file.find("Ardoun")] == ["gn-2"]
    assert open_imports("YY", folder) == ()


def test_imports_alternate_names_are_added_to_what_is_there(tmp_path, folder):
    import_gazetteer(write(tmp_path, "ZZ.txt", feature(id=2, name="Ardun")), folder=folder)
    names = "11\t2\ten\tArden Town\t\t\t\t\n12\t2\tlink\thttp://x.example\t\t\t\t\n"
    names += "13\t9\ten\tNobody\t\t\t\t\n14\t2\ten\tOld Name\t\t\t\t1\n"
    about = import_gazetteer(write(tmp_path, "alternateNamesV2.txt", names), folder=folder)
    assert about["names"] == 1
    (file,) = open_imports("ZZ", folder)
    assert [one.place.id for one in file.find("Arden Town")] == ["gn-2"]
    assert file.find("Old Name") == []


HEADER = "alternateNameId\tgeonameid\tisolanguage\talternate name\tisPreferredName\tisShortName\tx\tisHistoric\tfrom\tto\n"


@pytest.mark.parametrize(("before", "after"), [(HEADER, ""), ("", "\tmore\tcells"), (HEADER, "\tmore")])
def test_imports_alternate_names_may_have_a_header_and_more_columns(tmp_path, folder, before, after):
    import_gazetteer(write(tmp_path, "ZZ.txt", feature(id=2, name="Ardun")), folder=folder)
    names = f"{before}11\t2\ten\tArden Town\t\t\t\t\t\t{after}\n"
    assert import_gazetteer(write(tmp_path, "alternateNamesV2.txt", names), folder=folder)["names"] == 1


def test_imports_alternate_names_of_some_countries_alone(tmp_path, folder):
    lines = feature(id=2, name="Ardun") + feature(id=3, name="Brook", country="YY")
    import_gazetteer(write(tmp_path, "world.txt", lines), folder=folder)
    names = write(tmp_path, "names.txt", "11\t2\ten\tArden Town\n12\t3\ten\tBrook Town\n")
    assert import_gazetteer(names, countries=frozenset({"YY"}), folder=folder)["names"] == 1
    (file,) = open_imports("YY", folder)
    assert file.find("Brook Town") and not file.find("Arden Town")


def test_imports_a_table_is_limited_to_countries(tmp_path, folder):
    table = "PCODE,NAME_EN\nZZ01,Ardun\nYY01,Brook\n"
    about = import_gazetteer(write(tmp_path, "t.csv", table), countries=frozenset({"YY"}), folder=folder)
    assert (about["countries"], about["places"], about["left_out"]) == (["YY"], 1, 1)
    path = write(tmp_path, "t.csv", "PCODE,NAME_EN\n0102,Ardun\n")
    with pytest.raises(
        SijillError, match="no country can be read off the P-code of 'Ardun'; leave out --country"
    ):
        import_gazetteer(path, countries=frozenset({"YY"}), folder=folder)


def test_imports_one_of_the_same_name_says_what_it_replaces(tmp_path, folder):
    path = write(tmp_path, "ZZ.txt", feature(id=2, name="Ardun"))
    assert import_gazetteer(path, folder=folder)["replaces"] is None
    replaced = import_gazetteer(
        write(tmp_path, "other.txt", feature(id=3, name="Brook")), "ZZ", folder=folder
    )
    assert replaced["replaces"]["file"] == "ZZ.txt" and replaced["replaces"]["imported"]


def test_imports_a_folder_and_half_a_zip_are_named_as_such(tmp_path, folder):
    with pytest.raises(SijillError, match="is a folder; name one of the files in it"):
        import_gazetteer(tmp_path, folder=folder)
    path = tmp_path / "ZZ.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("ZZ.txt", feature(id=2, name="Ardun") * 50)
    path.write_bytes(path.read_bytes()[:200])
    with pytest.raises(
        SijillError, match=r"is a zip that cannot be read \(it ends too early\); download it again"
    ):
        import_gazetteer(path, folder=folder)


def test_imports_zipped_files_are_read(tmp_path, folder):
    path = tmp_path / "ZZ.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "The columns are…")
        archive.writestr("ZZ.txt", feature(id=2, name="Ardun"))
    assert import_gazetteer(path, folder=folder)["places"] == 1


BROKEN = [
    # a name with a comma and no quotes makes a row wider than its header
    ("a.csv", "PCODE,NAME_EN\nZZ01,Ardun, the Vale\n", "a.csv, row 2: this row has 3 cells and the header 2"),
    ("a.csv", "PCODE,NAME_EN\nZZ01,Ardun\n,Brook\n", "a.csv, row 3: this row has no P-code"),
    ("a.csv", "a,b\n1,2\n", "no P-codes and names among its columns (a, b)"),
    ("a.csv", UNITS + "N,ن,ZZ01,,,ZZ0101,5,10\n", "the place of P-code ZZ0101 has no name"),
    ("a.csv", UNITS + "N,ن,ZZ01,V,و,ZZ0101,95,10\n", "no point on the globe"),
    (
        "a.csv",
        UNITS + "N,ن,ZZ01,V,و,ZZ0101,5,10\nN,ن,ZZ01,W,ي,ZZ0101,5,10\n",
        "the P-code ZZ0101 stands for two places",
    ),
    (
        "a.txt",
        feature(id=2, name="Ardun") + "x\ty\n",
        "a.txt, line 2: 2 columns where a GeoNames dump has 19",
    ),
    ("a.txt", feature(id=2, name="Ardun", lat="north"), "line 1: no id and point"),
    ("a.geojson", '{"type": "FeatureCollection", "features": []}', "is JSON without features"),
    ("a.geojson", '{"type": ', "is no GeoJSON"),
    ("a.md", "# Read me\n\nwords\n", "is neither a table, a GeoJSON nor a GeoNames dump"),
    ("n.txt", "11\t2\ten\tArden\t\t\t\t\n", "none are imported yet"),
]


@pytest.mark.parametrize(("name", "text", "said"), BROKEN)
def test_imports_a_wrong_file_says_what_is_wrong_and_leaves_nothing(tmp_path, folder, name, text, said):
    with pytest.raises(SijillError) as error:
        import_gazetteer(write(tmp_path, name, text), folder=folder)
    assert said in str(error.value) and name in str(error.value)
    assert not folder.exists() or list(folder.iterdir()) == []


def test_imports_a_failed_import_leaves_the_earlier_one(tmp_path, folder):
    path = write(tmp_path, "ZZ.txt", feature(id=2, name="Ardun"))
    import_gazetteer(path, folder=folder)
    path.write_text(feature(id=2, name="Ardun") + "broken\n", encoding="utf-8")
    with pytest.raises(SijillError):
        import_gazetteer(path, folder=folder)
    (file,) = open_imports("ZZ", folder)
    assert file.get("gn-2").name == "Ardun"
    assert remove_gazetteer("ZZ", folder).name == "ZZ.sqlite"
    assert list_gazetteers(folder) == []


@pytest.fixture
def gazetteer(tmp_path, folder):
    """The syria pack with an import of its country: a village, a namesake of a town, and a quarter of a known P-code."""
    pack = load_pack("syria")
    code = next(place.pcode for place in pack.places if place.kind == "neighbourhood" and place.pcode)
    lines = [
        feature(id=91, name="Tell Ardun", others="تل اردون", country="SY", lat=33.6, lon=36.4),
        feature(id=92, name="Ardun", country="SY", lat=36.0, lon=40.0),
        feature(id=93, name="Ardun", country="SY", lat=33.0, lon=36.2),
    ]
    import_gazetteer(write(tmp_path, "SY.txt", "".join(lines)), folder=folder)
    table = f"NAME_EN,NAME_AR,PCODE,ADM4_EN,ADM4_PCODE\nOther Spelling,كتابة,{code},Damascus,C1001\n"
    import_gazetteer(write(tmp_path, "quarters.csv", table), folder=folder)
    return Gazetteer(pack, imports=open_imports("SY", folder))


def test_imports_a_place_that_the_pack_has_not_is_found_in_its_country(gazetteer):
    found = find(gazetteer, "Tell Ardun", "The army shelled Damascus and Douma.")
    assert found.place.id == "gn-91"
    assert [above.kind for above in gazetteer.parents("gn-91")] == ["country"]
    assert find(gazetteer, "Tal Ardoun", "The army shelled Damascus and Douma.").place.id == "gn-91"
    assert find(gazetteer, "تل اردون", "قصف الجيش دمشق ودوما", "ar").place.id == "gn-91"
    assert find(gazetteer, "Tell Ardun", "The army shelled Khartoum in Sudan.").place is None


def test_imports_namesakes_stay_open_until_the_text_decides(gazetteer):
    found = find(gazetteer, "Ardun", "The Syrian army advanced.")
    assert found.place is None and {one for one, _ in found.candidates} == {"gn-92", "gn-93"}
    assert find(gazetteer, "Ardun", "The army shelled Daraa and Dael.").place.id == "gn-93"


def test_imports_a_place_of_the_same_code_is_the_packs(gazetteer):
    found = find(gazetteer, "Other Spelling", "The army shelled Damascus.")
    assert gazetteer.pack.place(found.place.id) is found.place
    assert fold_name(found.place.name) != "other spelling"


@pytest.fixture
def own(tmp_path, folder):
    """A pack of a country that has no place yet, with an import of subdistricts of it and of its neighbour."""
    pack = tmp_path / "own"
    pack.mkdir()
    (pack / "pack.yml").write_text("name: own\nextends: world\ncountry: CD\n", encoding="utf-8")
    table = (
        "ADM2_EN,ADM2_PCODE,ADM3_EN,ADM3_PCODE\nVale,CD0101,Ardunia,CD010101\nVale,CD0101,Brookia,CD010102\n"
    )
    import_gazetteer(write(tmp_path, "cod.csv", table), folder=folder)
    return Gazetteer(load_pack(pack), imports=open_imports("CD", folder))


def test_imports_the_packs_country_needs_no_naming(own):
    found = find(own, "Goma", "Fighting went on in the hills.")
    assert found.place.id == "gn-216281" and "in the pack's country" in found.why
    assert find(own, "the capital", "Talks were held.").place.name == "Kinshasa"
    # another country that is named more takes its place
    assert find(own, "Goma", "The Ukrainian army fought the Russian army in Ukraine.").place is None


def test_imports_the_only_unit_of_a_name_is_not_refused(own):
    found = find(own, "Ardunia", "Fighting went on in the hills.")
    assert found.place.id == "pc-CD010101" and "the only place of that name in the imports" in found.why
    assert find(own, "Ardunia", "The Ukrainian army fought the Russian army in Ukraine.").place is None


def test_imports_a_country_counts_by_its_own_name_though_no_pack_has_it(own):
    document = Document(id="d", content_hash="", source="d", text="Damascus, Syria. Syrian army tanks came.")
    countries = DocumentContext(document, load_pack("world")).countries
    assert countries["SY"] == 2  # its name once, and that of its army
    text = "The Government of Syria spoke."  # a name of the pack, with the country's in it, counts once
    countries = DocumentContext(replace(document, text=text), load_pack("world")).countries
    assert countries["SY"] == 1
