"""An award decision: ways of naming, counts, order, money."""

from datetime import date

import pytest

from vanban.context import khen
from vanban.intake import take_in
from vanban.kinds import FORMS_DIR, read_kinds
from vanban.problems import Refused

KIND = read_kinds(FORMS_DIR)["quyet_dinh_khen_thuong"]
DAY = date(2026, 11, 20)


def person(name, **cells):
    return {"doi_tuong": "ca_nhan", "danh_xung": "Ông", "ho_ten": name, **cells}


def collective(name, **cells):
    return {"doi_tuong": "tap_the", "ho_ten": name, **cells}


def decided(rows, day=DAY, **changes):
    taken = take_in(KIND, {**KIND.sample, "khen_thuong": rows, **changes})
    assert taken.problems == ()
    return khen.build(taken.values, day)


def test_one_person_is_named_in_the_article():
    got = decided([person("Trần Văn Đức", chuc_vu_don_vi="Chuyên viên, Văn phòng Sở")])

    assert got["cach"] == "mot"
    assert got["viec"] == "Tặng Giấy khen"
    assert got["doi_tuong"] == "Ông Trần Văn Đức, Chuyên viên, Văn phòng Sở"
    assert got["tong_tien"] == "760.000"
    assert got["tong_tien_chu"] == "Bảy trăm sáu mươi nghìn đồng"


def test_several_are_listed_under_the_article_with_their_money():
    got = decided([collective("Phòng Tổ chức"), person("Trần Văn Đức", danh_xung="Bà")])

    assert got["cach"] == "liet_ke"
    assert got["doi_tuong"] == "01 tập thể và 01 cá nhân"
    assert got["liet_ke"] == [
        "1. Phòng Tổ chức, mức thưởng 1.520.000\u00a0đồng;",
        "2. Bà Trần Văn Đức, mức thưởng 760.000\u00a0đồng.",
    ]


def test_many_stand_in_a_list_counted_in_the_article():
    rows = [collective(f"Phòng {i}") for i in range(2)] + [person(f"Lê Văn {i}") for i in range(15)]
    got = decided(rows)

    assert got["cach"] == "danh_sach"
    assert got["doi_tuong"] == "02 tập thể và 15 cá nhân"
    assert [(g["so"], g["ten"], len(g["hang"])) for g in got["nhom_ds"]] == [
        ("I", "TẬP THỂ", 2),
        ("II", "CÁ NHÂN", 15),
    ]
    assert got["nhom_ds"][1]["hang"][0] == {
        "stt": "1",
        "ho_ten": "Ông Lê Văn 0",
        "chuc_vu_don_vi": "",
        "hinh_thuc": "Giấy khen",
        "tien": "760.000",
    }


def test_three_sorts_of_recipients_are_counted_in_one_phrase():
    rows = [
        person("A"),
        collective("B"),
        {"doi_tuong": "ho_gia_dinh", "ho_ten": "Gia đình bà C"},
    ]

    assert decided(rows)["doi_tuong"] == "01 tập thể, 01 hộ gia đình và 01 cá nhân"


def test_the_clerk_decides_the_way_of_naming():
    few = [person("A"), person("B")]
    many = [person(f"A{i}") for i in range(9)]

    assert decided(few, cach_neu="danh_sach")["cach"] == "danh_sach"
    assert decided(many, cach_neu="trong_dieu_1")["cach"] == "liet_ke"
    assert decided([person("A")], cach_neu="danh_sach")["cach"] == "danh_sach"


def test_people_are_sorted_by_given_name_in_vietnamese_order():
    rows = [person(n) for n in ("Trần Văn Đức", "Lê Thị Dung", "Phạm Ân", "Bùi An", "Vũ Ánh")]
    got = decided(rows, thu_tu="theo_ten", cach_neu="danh_sach")

    names = [line["ho_ten"] for line in got["nhom_ds"][0]["hang"]]
    assert names == [
        "Ông Bùi An",
        "Ông Vũ Ánh",
        "Ông Phạm Ân",
        "Ông Lê Thị Dung",
        "Ông Trần Văn Đức",
    ]


def test_the_order_of_entry_is_kept_when_asked():
    got = decided([person("Vũ Ánh"), person("Bùi An")], thu_tu="giu_nguyen", cach_neu="danh_sach")

    assert [line["ho_ten"] for line in got["nhom_ds"][0]["hang"]] == ["Ông Vũ Ánh", "Ông Bùi An"]


def test_an_honorific_typed_in_the_name_is_not_doubled():
    assert decided([person("Ông Trần Văn Đức")])["doi_tuong"] == "Ông Trần Văn Đức"


def test_different_forms_of_award_are_counted_form_by_form():
    rows = [person("A"), person("B", hinh_thuc="chien_si_thi_dua_co_so"), collective("C")]
    got = decided(rows)

    assert got["nhieu_hinh_thuc"] is True
    assert got["cach"] == "danh_sach"
    assert [(n["so"], n["doi_tuong"], n["cham"]) for n in got["nhom"]] == [
        ("1.", "01 tập thể và 01 cá nhân", ";"),
        ("2.", "01 cá nhân", "."),
    ]


def test_money_follows_the_base_salary_of_the_day_of_issue():
    before = decided([person("A")], day=date(2026, 6, 30))["tong_tien"]
    after = decided([person("A")], day=date(2026, 7, 1))["tong_tien"]

    assert (before, after) == ("710.000", "760.000")


def test_money_typed_by_the_clerk_wins():
    assert decided([person("A", tien_thuong="702.000")])["tong_tien"] == "702.000"


def test_without_money_the_articles_close_up():
    got = decided([person("A")], co_tien=False)

    assert got["co_tien"] is False
    assert got["dieu_thi_hanh"] == 2


def test_further_articles_are_numbered_between_the_money_and_the_last():
    got = decided([person("A")], dieu_khac=["Giao Văn phòng công bố", "Lưu hồ sơ."])

    assert got["dieu_khac"] == [
        {"so": 3, "loi": "Giao Văn phòng công bố."},
        {"so": 4, "loi": "Lưu hồ sơ."},
    ]
    assert got["dieu_thi_hanh"] == 5


def test_an_award_that_is_not_given_to_that_recipient_is_refused_with_its_row():
    with pytest.raises(Refused) as caught:
        decided([person("A"), collective("B", hinh_thuc="lao_dong_tien_tien")])

    (problem,) = caught.value.problems
    assert problem.where == "khen_thuong.1.hinh_thuc"
    assert "Tập thể" in problem.sentence


def test_a_title_of_a_province_is_named_after_it():
    rows = [
        person("A", hinh_thuc="chien_si_thi_dua_tinh"),
        collective("B", hinh_thuc="co_thi_dua_tinh"),
    ]
    got = decided(rows, cap_khen="thành phố Hải Phòng")

    assert [n["viec"] for n in got["nhom"]] == [
        "Tặng danh hiệu Chiến sĩ thi đua thành phố Hải Phòng",
        "Tặng Cờ thi đua của thành phố Hải Phòng",
    ]
    assert got["nhom_ds"][1]["hang"][0]["hinh_thuc"] == "Chiến sĩ thi đua thành phố Hải Phòng"


def test_a_title_of_a_province_without_its_name_is_refused():
    with pytest.raises(Refused) as caught:
        decided([person("A")], hinh_thuc="chien_si_thi_dua_tinh", cap_khen="")

    assert [p.where for p in caught.value.problems] == ["cap_khen"]
