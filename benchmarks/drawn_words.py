"""Sentences of office papers, drawn from a grammar: a source of chance comes in, text goes out.

The words are those that every office writes; no sentence names a person or an office that exists.
"""

from __future__ import annotations

from random import Random

PROVINCES = ("Hải An", "Bình Sơn", "Nam Thành", "Đông Hòa", "Thanh Giang", "Phú Thủy", "Kỳ Lâm")
TOPICS = (
    "công tác cải cách hành chính",
    "công tác phòng, chống thiên tai và tìm kiếm cứu nạn",
    "nhiệm vụ phát triển kinh tế - xã hội, quốc phòng - an ninh",
    "việc thực hành tiết kiệm, chống lãng phí",
    "chương trình mục tiêu quốc gia xây dựng nông thôn mới",
    "công tác bảo đảm trật tự, an toàn giao thông đường bộ, đường thủy nội địa",
    "đề án chuyển đổi số và phát triển đô thị thông minh",
    "công tác thi đua, khen thưởng",
    "quy hoạch sử dụng đất thời kỳ 2021-2030",
    "kế hoạch đào tạo, bồi dưỡng cán bộ, công chức, viên chức",
    "việc sắp xếp, tổ chức lại các đơn vị sự nghiệp công lập",
    "dự án đầu tư xây dựng tuyến đường nối Quốc lộ 1 với khu công nghiệp",
    "công tác tiếp công dân, giải quyết khiếu nại, tố cáo",
    "phương án giá dịch vụ thu gom, vận chuyển rác thải sinh hoạt",
)
_UNITS = (
    "Sở Nội vụ",
    "Sở Tài chính",
    "Sở Kế hoạch và Đầu tư",
    "Sở Nông nghiệp và Phát triển nông thôn",
    "Sở Giáo dục và Đào tạo",
    "Sở Tài nguyên và Môi trường",
    "Văn phòng Ủy ban nhân dân tỉnh",
    "Công an tỉnh",
    "Bộ Chỉ huy Quân sự tỉnh",
    "Kho bạc Nhà nước tỉnh",
    "Thanh tra tỉnh",
    "Ủy ban nhân dân các huyện, thị xã, thành phố",
    "các cơ quan, đơn vị có liên quan",
    "Đài Phát thanh và Truyền hình tỉnh",
)
_VERBS = (
    "chủ trì, phối hợp với",
    "hướng dẫn, đôn đốc, kiểm tra",
    "tham mưu, đề xuất và cùng",
    "thường xuyên trao đổi, cung cấp thông tin cho",
    "chịu trách nhiệm trước pháp luật và phối hợp chặt chẽ với",
    "kịp thời báo cáo, lấy ý kiến của",
)
_DEEDS = (
    "tổ chức triển khai thực hiện nghiêm túc, có hiệu quả các nhiệm vụ được giao",
    "rà soát, tổng hợp số liệu và báo cáo kết quả trước ngày {day}",
    "xây dựng dự toán kinh phí hàng năm theo quy định của Luật Ngân sách nhà nước",
    "công khai, minh bạch các thủ tục trên Cổng thông tin điện tử",
    "tăng cường tuyên truyền, phổ biến sâu rộng đến cán bộ, đảng viên và nhân dân",
    "kiểm tra, giám sát, xử lý nghiêm các tổ chức, cá nhân vi phạm (nếu có)",
    "bố trí đủ nguồn vốn đối ứng, phấn đấu giải ngân đạt từ 95% trở lên",
    "hoàn thiện hồ sơ, trình cấp có thẩm quyền xem xét, phê duyệt",
    "lồng ghép các nguồn lực, huy động sự tham gia đóng góp của cộng đồng dân cư",
    "thực hiện chế độ báo cáo định kỳ 6 tháng, năm hoặc đột xuất khi có yêu cầu",
    "đẩy nhanh tiến độ giải phóng mặt bằng, bàn giao {area} ha đất sạch",
)
_GOALS = (
    "nhằm nâng cao hiệu lực, hiệu quả quản lý nhà nước trên địa bàn tỉnh",
    "bảo đảm đúng tiến độ, chất lượng và tiết kiệm",
    "góp phần hoàn thành các chỉ tiêu của Nghị quyết Đại hội Đảng bộ tỉnh lần thứ XVII",
    "trong trường hợp phát sinh khó khăn, vướng mắc thì phản ánh về {unit} để được hướng dẫn",
    "phù hợp với điều kiện thực tế của từng cơ quan, đơn vị, địa phương",
    "theo phương châm “rõ người, rõ việc, rõ trách nhiệm”",
)
_FACTS = (
    "Tổng thu ngân sách ước đạt {money} tỷ đồng, bằng {share}% dự toán và tăng {small}% so với cùng"
    " kỳ năm trước",
    "Đến nay đã có {count}/{total} xã đạt chuẩn, chiếm tỷ lệ {share}%",
    "Giá trị sản xuất công nghiệp đạt {money} tỷ đồng",
    "Toàn tỉnh tiếp nhận {money} hồ sơ, đã giải quyết {share}% trước và đúng hạn",
    "Diện tích gieo trồng vụ Đông Xuân đạt {money} ha, năng suất bình quân {small} tạ/ha",
    "Các chỉ tiêu về giáo dục, y tế, văn hóa cơ bản hoàn thành; đời sống nhân dân được cải thiện",
    "Tuy nhiên, một số nơi còn chậm, chưa chủ động; công tác phối hợp có lúc thiếu chặt chẽ",
)
_LAWS = (
    "Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015",
    "Luật Ban hành văn bản quy phạm pháp luật ngày 22/6/2015",
    "Luật Đất đai số 45/2013/QH13",
    "Nghị định số {number}/20{year}/NĐ-CP ngày {day} của Chính phủ về {topic}",
    "Thông tư số {number}/20{year}/TT-BTC ngày {day} của Bộ trưởng Bộ Tài chính hướng dẫn {topic}",
    "Quyết định số {number}/QĐ-TTg ngày {day} của Thủ tướng Chính phủ phê duyệt {topic}",
    "Nghị quyết số {number}/NQ-HĐND ngày {day} của Hội đồng nhân dân tỉnh khóa XVI về {topic}",
)
_FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi")
_MIDDLE = ("Văn", "Thị", "Hữu", "Thị Thanh", "Đức", "Quang")
_GIVEN = ("An", "Bình", "Dũng", "Hằng", "Khánh", "Lan", "Phượng", "Thủy", "Tuấn")


class Words:
    """Draws words. One source of chance per document, so that a document can be drawn again."""

    def __init__(self, chance: Random) -> None:
        self._chance = chance
        self.province = chance.choice(PROVINCES)
        self.topic = chance.choice(TOPICS)

    def name(self) -> str:
        draw = self._chance.choice
        return f"{draw(_FAMILY)} {draw(_MIDDLE)} {draw(_GIVEN)}"

    def unit(self) -> str:
        return self._chance.choice(_UNITS)

    def day(self) -> str:
        day, month = self._chance.randint(1, 28), self._chance.randint(1, 12)
        return self._chance.choice((f"{day:02}/{month}/2018", f"{day} tháng {month} năm 2019"))

    def ground(self) -> str:
        return f"Căn cứ {self._filled(self._chance.choice(_LAWS))};"

    def duty(self) -> str:
        """What an office has to do."""
        draw = self._chance.choice
        text = f"{self.unit()} {draw(_VERBS)} {self.unit()} {draw(_DEEDS)}"
        if self._chance.random() < 0.5:
            text += f", {draw(_GOALS)}"
        return f"{self._filled(text)}."

    def sentence(self) -> str:
        """What is, what is to be done, or both."""
        draw = self._chance.choice
        kind = self._chance.random()
        if kind < 0.35:
            text = f"{draw(_FACTS)}."
        elif kind < 0.6:
            return self.duty()
        elif kind < 0.8:
            text = f"Thực hiện {draw(_LAWS)}, {draw(_UNITS)} đã {draw(_DEEDS)}."
        else:
            text = f"{draw(_DEEDS)}, {draw(_GOALS)}; đồng thời {draw(_DEEDS)}."
            text = text[0].upper() + text[1:]
        return self._filled(text)

    def paragraph(self, least: int = 1, most: int = 5) -> str:
        return " ".join(self.sentence() for _ in range(self._chance.randint(least, most)))

    def short(self) -> str:
        """A line of a list, or what stands in a cell."""
        draw = self._chance.choice
        text = draw((*_DEEDS, *TOPICS, *_UNITS, self.name(), "{number}/QĐ-UBND", "Đạt", "{money}"))
        return self._filled(text[0].upper() + text[1:])

    def number(self) -> str:
        return self._filled("{money}")

    def _filled(self, text: str) -> str:
        rolled = self._chance
        return text.format(
            day=self.day(),
            unit=self.unit(),
            topic=rolled.choice(TOPICS),
            area=f"{rolled.uniform(1, 90):.2f}".replace(".", ","),
            number=rolled.randint(1, 2999),
            year=rolled.randint(14, 23),
            money=f"{rolled.randint(1, 99)}.{rolled.randint(0, 999):03}",
            share=f"{rolled.uniform(40, 110):.1f}".replace(".", ","),
            small=f"{rolled.uniform(0.5, 60):.1f}".replace(".", ","),
            count=rolled.randint(10, 60),
            total=rolled.randint(61, 130),
        )
