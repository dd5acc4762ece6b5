"""A problem that a person can mend, and the one table that puts it into Vietnamese.

In: a code, a place and the data of the case. Out: a sentence for the clerk that says what is
wrong, where, and what to do. Every layer makes `Problem` values; none of them holds prose.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from vanban.sentences.awards import AWARDS
from vanban.sentences.checking import CHECKING
from vanban.sentences.lists import LISTS


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong.

    code: a key of `SENTENCES`. where: the place, as a field path ("can_cu.2",
    "khen_thuong.4.ho_ten") or a file place ("word/document.xml, đoạn 12"); "" when it concerns
    the whole. data: what the sentence needs.
    """

    code: str
    where: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """The Vietnamese sentence for this problem. KeyError when the code has none (a bug)."""
        return SENTENCES[self.code].format(**self.data)

    def __str__(self) -> str:
        return f"{self.where}: {self.sentence}" if self.where else self.sentence


class Told(Exception):
    """Base of every exception that carries sentences for a person. Payload: `problems`."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("; ".join(str(p) for p in problems))
        self.problems = problems


class Refused(Told):
    """What was given cannot be used; whoever gave it can mend it."""


class Fault(Told):
    """The machine cannot do it now, whatever was given; who runs it can mend that.

    No `Refused`, so that a form which shows what is wrong with it never shows this instead.
    """


SENTENCES: dict[str, str] = {
    **AWARDS,
    **CHECKING,
    **LISTS,
    # -- intake: what was typed ------------------------------------------------------------------
    "required": "Chưa nhập “{label}”.",
    "unknown_field": "Loại văn bản “{kind}” không có mục này. Xin bỏ mục này hoặc sửa lại tên.",
    "unknown_column": "Bảng “{label}” không có cột này. Xin bỏ cột này hoặc sửa lại tên.",
    "not_text": "“{label}” phải là chữ. Xin nhập lại.",
    "not_list": "“{label}” phải là một danh sách, mỗi dòng một mục. Xin nhập lại.",
    "not_table": "“{label}” phải là một bảng gồm nhiều dòng. Xin nhập lại.",
    "not_row": "Dòng này của “{label}” không đúng dạng. Xin nhập lại từng cột.",
    "not_person": "“{label}” phải gồm quyền hạn, chức vụ và họ tên. Xin nhập lại.",
    "too_long": "“{label}” dài {length} ký tự; nhiều nhất là {limit}. Xin viết gọn lại.",
    "too_many": "“{label}” có {count} dòng; nhiều nhất là {limit}. Xin bớt lại hoặc chia ra.",
    "no_rows": "“{label}” chưa có dòng nào. Xin thêm ít nhất một dòng.",
    "stray_figures": "Dòng này của “{label}” có {count} số liệu nằm ngoài {limit} cột đã đặt tên. Xin đặt tên cột hoặc xóa số liệu thừa.",
    "legacy_text": "“{label}” còn chữ theo bảng mã cũ {encoding}. Xin bấm “Chuyển sang Unicode” hoặc gõ lại.",
    "no_glyph": "“{label}” có ký tự không in được bằng phông Times New Roman: {chars}. Xin xóa hoặc thay ký tự này.",
    "bad_date": "“{typed}” không phải là ngày có thật. Xin nhập “{label}” dạng ngày/tháng/năm, ví dụ 05/01/2026.",
    "bad_number": "“{typed}” không phải là số. Xin nhập “{label}” bằng chữ số.",
    "out_of_range": "“{label}” là {typed}; phải từ {low} đến {high}. Xin nhập lại.",
    "bad_choice": "“{typed}” không có trong danh sách “{label}”. Xin chọn một trong: {known}.",
    "bad_signing_right": "Không có quyền hạn ký “{typed}”. Xin chọn lại quyền hạn ký.",
    "academic_title": "Không ghi học hàm, học vị “{title}” trước họ tên người ký (Nghị định 30/2020/NĐ-CP, Phụ lục I, II.7). Xin chỉ ghi họ, tên đệm và tên.",
    # -- web: what was uploaded --------------------------------------------------------------------
    "upload_missing": "Chưa chọn tệp cho “{label}”, hoặc tệp không có nội dung. Xin chọn tệp rồi gửi lại.",
    "upload_too_large": "Tệp gửi lên lớn hơn {limit} MB nên không nhận. Bản quét thì quét lại ở 200 dpi; tệp đã ký thì chọn đúng tệp PDF mà chương trình ký vừa ghi ra.",
    "sign_not_yours": "Hiện không có chữ ký nào chờ anh/chị ở văn bản này. Xin mở lại văn bản để xem bước đang chờ.",
    # -- context: what the values mean together ---------------------------------------------------
    "award_body_missing": "“{form}” phải ghi rõ tên bộ, ngành hoặc tỉnh, thành phố. Xin nhập “Tên bộ, ngành, tỉnh trong danh hiệu”.",
    "award_not_for_recipient": "“{form}” không tặng cho đối tượng “{recipient}”. Xin chọn lại hình thức hoặc đối tượng.",
    # -- kinds: forms/*.toml and its template -----------------------------------------------------
    "kind_not_toml": "Tệp biểu mẫu không đọc được: {detail}. Xin sửa lại tệp.",
    "kind_unknown_key": "Không có khóa “{key}”. Xin bỏ hoặc sửa lại tên khóa.",
    "kind_missing_key": "Thiếu khóa “{key}”. Xin bổ sung.",
    "kind_bad_name": "Tên “{name}” phải gồm chữ thường không dấu, số và dấu gạch dưới, bắt đầu bằng chữ.",
    "kind_field_twice": "Trường “{name}” được khai báo hai lần. Xin bỏ bớt một.",
    "kind_unknown_reference": "Nhắc đến trường “{name}” nhưng biểu mẫu không có trường này.",
    "kind_unknown_type": "Không có kiểu “{type}”. Các kiểu có: {known}.",
    "kind_unknown_style": "Kiểu danh sách (style) hoặc dòng mở đầu (opening) không hợp lệ.",
    "kind_parts_do_not_fit": "Khóa “choices” chỉ dùng với kiểu choice, khóa “column” chỉ dùng với kiểu table (ở đây là {type}).",
    "kind_not_in_a_list": "Khóa “rows” chỉ dùng với kiểu table, khóa “in_list” chỉ dùng với trường vừa một ô: text, date, number, money, choice, yes_no (ở đây là {type}).",
    "kind_rows_twice": "Một loại văn bản chỉ có một bảng nhận các dòng của danh sách (“rows”). Xin bỏ bớt một.",
    "kind_column_twice": "“{name}” vừa là cột của bảng nhận danh sách vừa là trường “in_list”. Xin bỏ “in_list” ở trường này.",
    "kind_no_template": "Không có tệp mẫu Word “{file}” cho biểu mẫu này. Xin đặt tệp vào doc_templates.",
    "kind_no_form": "Tệp mẫu Word này không có biểu mẫu “{file}” trong forms. Xin thêm biểu mẫu hoặc bỏ tệp.",
    "kind_variable_without_field": "Tệp mẫu dùng biến “{name}” nhưng biểu mẫu không có trường nào cho biến này. Xin thêm trường hoặc sửa tên biến.",
    "kind_field_without_variable": "Trường “{name}” không được dùng ở đâu trong tệp mẫu. Xin dùng trong tệp mẫu hoặc bỏ trường.",
    "kind_unknown_award": "Hình thức khen thưởng “{name}” không có trong bảng khen thưởng của chương trình.",
    # -- outline -----------------------------------------------------------------------------------
    "outline_gap": "Thiếu {missing} trước “{so}”. Hãy xem lại thứ tự đánh số hoặc nội dung bị sót.",
    "outline_double": "“{so}” xuất hiện hai lần trong cùng một phần. Hãy đánh số lại.",
    "outline_order": "“{so}” đứng sau “{truoc}”. Hãy xem lại thứ tự đánh số.",
    # -- docx: files and templates ----------------------------------------------------------------
    "docx_empty": "Không mở được {name}: tệp không có nội dung nào. Hãy chọn lại tệp .docx.",
    "docx_other_format": "Không mở được {name}: đây là tệp {kind}, không phải tệp Word. Hãy chọn "
    "tệp .docx.",
    "docx_old_word": "Không mở được {name}: đây là định dạng Word cũ (.doc). Hãy mở bằng Word, "
    "chọn “Lưu thành” (Save As) và lưu lại dạng .docx.",
    "docx_password": "Không mở được {name}: tệp được đặt mật khẩu. Hãy bỏ mật khẩu trong Word rồi "
    "chọn lại tệp.",
    "docx_not_word": "Không mở được {name}: đây không phải tệp Word. Hãy chọn tệp .docx.",
    "docx_broken": "Không mở được {name}: tệp bị hỏng hoặc chưa tải lên hết. Hãy mở thử bằng "
    "Word, lưu lại rồi chọn lại tệp.",
    "docx_too_large": "Không mở được {name}: tệp lớn hơn {limit} MB. Hãy giảm cỡ các ảnh trong "
    "tệp rồi chọn lại.",
    "docx_bomb": "Không mở được {name}: tệp nở ra quá lớn khi giải nén. Hãy kiểm tra nguồn của "
    "nhiều tệp.",
    "docx_unsafe_name": "Không mở được {name}: tệp chứa tên thành phần không an toàn. Hãy kiểm "
    "tra nguồn của tệp.",
    "docx_no_main": "Không mở được {name}: thiếu phần văn bản chính của tệp .docx. Hãy mở bằng "
    "Word, chọn “Lưu thành” (Save As) và lưu lại dạng .docx.",
    "docx_macros": "Không mở được {name}: tệp có chứa macro. Hãy lưu lại dạng .docx (không có "
    "macro) rồi chọn lại tệp.",
    "docx_xml_broken": "Không mở được {name}: một phần bên trong bị hỏng. Hãy mở bằng Word, lưu "
    "lại rồi chọn lại tệp.",
    "docx_xml_dtd": "Không mở được {name}: tệp có khai báo không được phép trong tệp Word. Hãy "
    "kiểm tra nguồn của tệp.",
    "docx_strict": "Không dùng được {name}: tệp theo chuẩn “Strict Open XML”. Hãy lưu lại bằng "
    "Word với kiểu “Word Document (.docx)”.",
    "docx_template_large": "Không dùng được {name}: phần văn bản quá lớn cho một tệp mẫu. Hãy bỏ "
    "bớt nội dung.",
    "docx_brace": "Dấu ngoặc nhọn đứng lẻ. Thẻ phải mở bằng {{{{ và đóng bằng }}}}, hoặc mở bằng "
    "{{% và đóng bằng %}}; hãy sửa lại cho đủ hai dấu.",
    "docx_tag_split": "Thẻ {tag_text} bị chia ra (một phần nằm trong liên kết hoặc phần theo dõi "
    "thay đổi). Hãy chấp nhận thay đổi, xóa thẻ rồi gõ lại một mạch.",
    "docx_tag_long": "Thẻ dài quá {limit} ký tự. Hãy rút gọn.",
    "docx_tags_many": "Tệp mẫu có hơn {limit} thẻ. Hãy bỏ bớt.",
    "docx_tag_unknown": "Không hiểu thẻ {tag_text}. Chỉ dùng for, endfor, if, elif, else, endif; "
    "chữ p, tr, tc, r viết liền sau {{% và cách từ tiếp theo một dấu cách.",
    "docx_tag_syntax": "Thẻ viết sai cú pháp. Hãy xem lại tên trường, dấu nháy và dấu ngoặc.",
    "docx_tag_prefixed": "Thẻ {tag_text} không dùng được. Hãy viết dấu cách ngay sau {{{{.",
    "docx_tag_forbidden": "Thẻ dùng phép viết không được phép. Trong thẻ chỉ dùng tên trường, so "
    "sánh, and, or, not; không gọi hàm, không tính toán.",
    "docx_tag_name": "Tên “{tag_name}” không dùng được. Tên trường chỉ gồm chữ không dấu, chữ số "
    "và dấu gạch dưới, bắt đầu bằng chữ.",
    "docx_tag_loop_fact": "“{tag_name}” không dùng được. Chỉ dùng loop.index, loop.first, "
    "loop.last, và chỉ ở giữa for và endfor.",
    "docx_tag_for": "Thẻ for viết sai. Hãy viết: for tên in danh_sách, không thêm gì khác.",
    "docx_tag_deep": "Các khối for và if lồng nhau quá nhiều tầng (nhiều nhất 3 tầng for, 8 tầng "
    "cả thảy). Hãy tách bớt.",
    "docx_tag_filter": "Bộ lọc “{tag_name}” không dùng được. Chỉ có bộ lọc upper (chữ hoa).",
    "docx_tag_else": "Thẻ chọn giá trị thiếu phần else. Hãy viết: a if điều_kiện else b.",
    "docx_tag_no_table": "Thẻ {tag_text} phải nằm trong một bảng. Hãy dùng {{%p nếu là đoạn văn.",
    "docx_tag_alone_p": "Thẻ {tag_text} phải đứng một mình trong đoạn; chữ, hình hoặc dấu ngắt "
    "phần cùng đoạn sẽ bị mất. Hãy tách ra đoạn riêng.",
    "docx_tag_alone_tr": "Thẻ {tag_text} phải đứng một mình trong hàng của bảng. Hãy đặt thẻ ở một "
    "hàng riêng.",
    "docx_tag_alone_tc": "Thẻ {tag_text} phải đứng một mình trong ô của bảng. Hãy đặt thẻ ở một ô "
    "riêng.",
    "docx_block_open": "Thẻ {tag_text} chưa được đóng. Hãy thêm thẻ endfor hoặc endif.",
    "docx_block_end": "Thẻ {tag_text} không khớp với thẻ mở nào trước nó. Hãy xem lại các thẻ for, "
    "if, else.",
    "docx_block_apart": "Thẻ {tag_text} và thẻ mở {opener} phải cùng loại và cùng chỗ (cùng đoạn, "
    "cùng bảng hoặc cùng hàng). Hãy sửa lại một trong hai.",
    "docx_tag_crosses": "Một khối for hoặc if cắt ngang bảng, ô hoặc đoạn. Hãy đặt thẻ mở và thẻ "
    "đóng cùng một chỗ.",
    "docx_tag_outside": "Thẻ “{tag_text}” nằm trong trường, chữ đã xóa hoặc thuộc tính, nơi không "
    "điền được. Hãy chấp nhận các thay đổi và đưa thẻ ra phần chữ thường.",
    "docx_tag_unfilled": "Phần này của tệp mẫu có thẻ nhưng không được điền. Hãy bỏ thẻ khỏi bình "
    "luận, biểu đồ hoặc thuộc tính của tệp.",
    "docx_alt_syntax": "Văn bản thay thế “{tag_text}” của hình viết sai. Hãy viết đúng một thẻ, ví "
    "dụ {{{{ bieu_do }}}}.",
    "docx_alt_no_picture": "Hình có văn bản thay thế “{tag_name}” không phải ảnh chèn vào tệp. Hãy "
    "dùng ảnh PNG, hoặc đặt tên hình bắt đầu bằng “Kẻ” nếu là đường kẻ.",
    "docx_table_grid": "Bảng có cột ẩn hoặc cột thiếu độ rộng nên không thêm, bớt cột được. Hãy vẽ "
    "lại bảng trong Word.",
    "docx_picture_png": "Ảnh giữ chỗ phải là tệp PNG. Hãy thay bằng một ảnh PNG.",
    "docx_picture_shared": "Ảnh giữ chỗ này cũng được dùng cho một hình khác. Hãy chèn một ảnh PNG "
    "riêng cho mỗi hình.",
    "docx_value_missing": "Tệp mẫu hỏi “{tag_name}” nhưng văn bản không có giá trị này. Hãy sửa "
    "tên trong tệp mẫu.",
    "docx_value_kind": "Giá trị kiểu {kind} không in hoặc không lặp được ở tệp mẫu {name}. Hãy xem "
    "lại thẻ: for dùng cho danh sách, {{{{ }}}} dùng cho chữ và số.",
    "docx_length": "Độ dài đường kẻ “{tag_name}” phải là một số nguyên dương (EMU).",
    "docx_picture_missing": "Chưa có ảnh cho “{tag_name}” của tệp mẫu, hoặc ảnh không phải PNG.",
    "docx_style_missing": "Tệp mẫu {name} không có kiểu (style) “{style}”. Hãy thêm kiểu này trong "
    "Word.",
    "docx_picture": "Ảnh “{name}” không đưa được vào bản PDF nên chỗ này để trống. Hãy chèn lại ảnh ở dạng PNG hoặc JPEG.",
    "docx_pictures_large": "Các ảnh trong tệp quá lớn nên ảnh “{name}” để trống trong bản PDF. Hãy giảm cỡ "
    "các ảnh (Compress Pictures trong Word) rồi làm lại.",
    "docx_picture_outside": "Có ảnh chỉ liên kết tới tệp khác, không nằm trong tệp Word, nên bản PDF "
    "để trống chỗ này. Hãy chèn ảnh vào tệp Word.",
    "docx_no_chart": "Biểu đồ chưa vẽ được nên bản PDF để trống chỗ này. Hãy sao chép biểu đồ và "
    "dán lại dạng ảnh.",
    "docx_no_diagram": "Sơ đồ SmartArt chưa vẽ được nên bản PDF để trống chỗ này. Hãy sao chép sơ đồ "
    "và dán lại dạng ảnh.",
    "docx_no_ink": "Nét vẽ tay chưa vẽ được nên bản PDF không có nét này. Hãy dán lại dạng ảnh.",
    "docx_no_shape": "Có hình vẽ thuộc kiểu chưa vẽ được nên bản PDF không có hình này (chữ trong hình "
    "vẫn đủ). Hãy dán lại hình này dạng ảnh.",
    "docx_no_equation": "Công thức chưa trình bày được như trong Word; bản PDF chỉ ghi các ký tự theo "
    "hàng ngang. Hãy xem lại, hoặc dán công thức dạng ảnh.",
    "docx_no_object": "Đối tượng nhúng (bảng tính, tệp đính kèm, …) chưa vẽ được nên bản PDF không có "
    "đối tượng này. Hãy dán lại dạng ảnh.",
    "docx_no_part": "Phần văn bản lấy từ tệp khác chưa đưa được vào bản PDF. Hãy mở bằng Word, lưu "
    "lại rồi thử lại.",
    "docx_no_note_part": "Bảng hoặc hình trong chú thích cuối trang chưa đưa được vào bản PDF. Hãy "
    "chuyển bảng, hình ấy vào văn bản.",
    "docx_no_note": "Chú thích (cuối trang hoặc cuối văn bản) chưa đưa được vào bản PDF. Hãy ghi nội "
    "dung chú thích vào văn bản.",
    "docx_too_long": "Không tạo được PDF từ {name}: văn bản có hơn {limit} đoạn. Hãy chia thành "
    "nhiều tệp.",
    "docx_no_page_border": "Khung viền trang bằng hình trang trí chưa vẽ được nên bản PDF không có khung "
    "này. Nếu cần khung, hãy chọn kiểu đường kẻ trong Word (Page Borders).",
    "docx_other_look": "Bản PDF chưa có {name} như trong Word, ở chỗ này và những chỗ giống vậy; chữ "
    "vẫn đủ. Nếu cần giữ, hãy dán lại phần ấy dạng ảnh.",
    "docx_other_layout": "Bản PDF chưa theo được {name} của tệp Word, nên vị trí của chữ có thể khác. "
    "Hãy xem lại bản PDF từ chỗ này.",
    "docx_no_ruby": "Chữ chú âm phía trên chưa đưa được vào bản PDF; bản PDF chỉ có phần chữ chính. "
    "Hãy ghi phần chú âm trong ngoặc đơn.",
    "docx_no_field": "Trường “{name}” chưa có kết quả nên bản PDF để trống chỗ này. Hãy mở bằng Word, "
    "bấm Ctrl+A rồi F9 và lưu lại, hoặc gõ nội dung thay cho trường.",
    "docx_too_deep": "Phần này lồng nhau quá nhiều tầng nên bị bỏ qua. Hãy xem lại bảng và hộp chữ.",
    "docx_unknown": "Có thành phần “{name}” chưa được hỗ trợ nên bản PDF không có. Hãy xem lại chỗ này.",
    # -- pdf ---------------------------------------------------------------------------------------
    "pdf_unreadable": "Không mở được tệp PDF: tệp bị hỏng hoặc không phải PDF. Hãy tạo lại tệp.",
    "places_none": "Không tìm thấy chỗ ghi số, ngày hay chỗ ký trong PDF này. Tệp không trình bày theo Nghị định 30/2020/NĐ-CP, hoặc là bản quét không có chữ.",
    "pdf_no_page": "Không có trang {page}: tệp PDF chỉ có {count} trang.",
    "pdf_glyph_missing": "Phông chữ không có các ký tự sau: {characters}. Hãy xóa hoặc thay bằng ký "
    "tự khác.",
    # -- signing: keys -----------------------------------------------------------------------------
    "sign_key_file": "Đây không phải tệp chứng thư số (.p12 hoặc .pfx), hoặc tệp bị hỏng. Xin chọn lại tệp do nơi cấp chứng thư số giao.",
    "sign_key_file_old": "Tệp chứng thư số này được mã hóa theo cách quá cũ nên không mở được. Xin xuất lại tệp .p12 bằng kiểu mã hóa AES, hoặc hỏi nơi cấp chứng thư số.",
    "sign_pin_wrong": "Mã PIN (mật khẩu của chứng thư số) chưa đúng. Xin nhập lại; thiết bị USB sẽ tự khóa sau vài lần nhập sai.",
    "sign_pin_locked": "Thiết bị ký đã bị khóa vì nhập sai mã PIN nhiều lần. Xin liên hệ nơi cấp chứng thư số để mở khóa.",
    "sign_no_key": "Không có khóa bí mật đi cùng chứng thư số nên không ký được. Xin dùng đúng tệp hoặc thiết bị được cấp để ký.",
    "sign_keys_many": "Thiết bị có nhiều khóa ký. Xin chọn tên khóa cần dùng trong phần Ký số của cơ quan.",
    "sign_key_weak": "Khóa của chứng thư số là {kind}, không đủ mạnh: phải là RSA từ 2048 bit hoặc ECDSA từ 256 bit (Thông tư 15/2025/TT-BKHCN). Xin đổi chứng thư số.",
    "sign_certificate_over": "Chứng thư số của {who} đã hết hạn ngày {day} nên không ký được. Xin gia hạn chứng thư số.",
    "sign_certificate_early": "Chứng thư số của {who} đến ngày {day} mới có hiệu lực. Xin kiểm tra ngày giờ của máy chủ, hoặc ký từ ngày đó.",
    "sign_certificate_trade": "Chứng thư số của {who} không được cấp để ký văn bản. Xin dùng chứng thư số ký.",
    "sign_token_missing": "Không thấy thiết bị ký nào. Xin cắm thiết bị vào máy chủ rồi làm lại.",
    "sign_token_many": "Không tìm được đúng một thiết bị ký. Xin ghi đúng tên một thiết bị; các thiết bị đang cắm: {known}.",
    "sign_token_module": "Không mở được phần mềm của thiết bị ký trên máy chủ. Xin báo người quản trị máy kiểm tra đường dẫn thư viện PKCS#11.",
    "sign_token_failed": "Thiết bị ký không trả lời nên chưa ký. Xin rút ra, cắm lại rồi làm lại; nếu vẫn vậy, báo người quản trị máy.",
    "sign_token_busy": "Thiết bị ký đang được người khác dùng. Xin đợi nửa phút rồi làm lại.",
    # -- signing: pictures -------------------------------------------------------------------------
    "image_not_png": "Ảnh {picture} phải là tệp PNG (Nghị định 30/2020/NĐ-CP, Phụ lục I, mục II). Xin lưu lại ảnh dạng PNG, nền trong suốt.",
    "image_damaged": "Ảnh {picture} bị hỏng nên không đọc được. Xin xuất lại ảnh và tải lên lần nữa.",
    "image_large": "Tệp ảnh {picture} lớn hơn {limit} MB. Xin cắt sát mép và giảm độ phân giải rồi tải lên lại.",
    "image_points": "Ảnh {picture} rộng hoặc cao hơn {limit} điểm ảnh. Xin cắt sát mép và giảm độ phân giải rồi tải lên lại.",
    "image_opaque": "Ảnh {picture} không có nền trong suốt nên sẽ che chữ của văn bản. Xin xóa nền và lưu lại dạng PNG nền trong suốt.",
    "image_white": "Ảnh {picture} còn nền trắng nên sẽ che chữ của văn bản. Xin xóa hết nền trắng và lưu lại dạng PNG nền trong suốt.",
    "image_empty": "Ảnh {picture} gần như không có nét nào. Xin kiểm tra lại ảnh.",
    "image_colour": "Ảnh {picture} phải màu {wanted} (Nghị định 30/2020/NĐ-CP, Phụ lục I, mục II); ảnh này có nhiều nét màu {found}. Xin dùng ảnh đúng màu.",
    "image_no_size": "Ảnh {picture} không ghi độ phân giải nên chưa biết kích thước thật. Xin nhập chiều rộng thật, tính bằng mm.",
    "image_size": "Ảnh {picture} có kích thước {width} × {height} mm, không hợp lý. Xin kiểm tra độ phân giải của ảnh, hoặc nhập chiều rộng thật tính bằng mm.",
    "image_coarse": "Ảnh {picture} quá mờ ở kích thước thật: cần ít nhất {limit} điểm ảnh mỗi inch. Xin quét lại ở độ phân giải cao hơn.",
    # -- signing: the file -------------------------------------------------------------------------
    "pdf_encrypted": "Tệp PDF này có mật khẩu hoặc bị giới hạn quyền nên không ghi thêm gì được. Xin lưu lại tệp không đặt mật khẩu.",
    "pdf_closed": "Chữ ký có trong tệp không cho ghi thêm vào chỗ này; ghi vào sẽ làm hỏng chữ ký. Xin dùng đúng tệp đang chờ cấp số hoặc chờ ký.",
    "number_no_field": "Tệp đã ký không có ô để ghi số và ngày, nên chương trình không ghi thêm vào được. Xin cấp số bằng chính phần mềm ký (VGCA), hoặc trình ký lại sau khi bật “Ô số và ngày” trong phần Ký số của cơ quan.",
    "number_there": "Ô này trong tệp đã ký đã ghi “{there}” nên không ghi “{text}” đè lên được. Xin mở tệp để xem số, ngày đã cấp.",
    "number_not_written": "Không ghi được “{text}” vào tệp đã ký: ô này chỉ nhận chữ số. Xin xem lại số và ngày.",
    "number_too_long": "“{text}” dài hơn chỗ trống trong tệp đã ký nên không ghi vào được. Xin trình ký lại với chỗ trống rộng hơn.",
    "sign_field_signed": "Chỗ này của tệp đã có chữ ký. Xin mở lại văn bản để xem bước tiếp theo.",
    "sign_number_open": "Văn bản chưa được ghi số và ngày; sau chữ ký của cơ quan thì không ghi thêm được nữa. Xin cấp số trước khi ký.",
    "sign_no_place": "Tệp không có trang {page} để đặt chữ ký. Xin kiểm tra lại tệp.",
    "sign_image_wide": "Ảnh rộng {width} mm, lớn hơn chỗ dành cho dấu trong tệp. Dấu phải đúng kích thước thật (Nghị định 30/2020/NĐ-CP, Phụ lục I, II.8) nên không thu nhỏ được; xin kiểm tra kích thước đã khai của ảnh dấu.",
    "sign_failed": "Chưa ký được: chữ ký không vừa chỗ dành sẵn trong tệp hoặc thiết bị ký trả lời sai. Tệp không thay đổi; xin làm lại, nếu vẫn vậy xin báo người quản trị máy.",
    "tsa_address": "“{address}” không phải địa chỉ của dịch vụ cấp dấu thời gian. Xin nhập địa chỉ bắt đầu bằng http:// hoặc https://.",
    "tsa_silent": "Dịch vụ cấp dấu thời gian {host} không trả lời nên chưa ký. Tệp không thay đổi; xin thử lại sau ít phút, hoặc tắt dấu thời gian trong phần Ký số của cơ quan.",
    "tsa_answer": "Dịch vụ cấp dấu thời gian {host} trả lời không đúng nên chưa ký. Tệp không thay đổi; xin kiểm tra địa chỉ của dịch vụ trong phần Ký số của cơ quan.",
    # -- signing: copies ---------------------------------------------------------------------------
    "scan_large": "Tệp PDF nặng {size} MB, lớn hơn {limit} MB nên không ký ở đây được. Xin quét lại ở 200 đến 300 dpi, hoặc chia thành nhiều tệp.",
    "scan_version": "Tệp PDF quá cũ: bản sao điện tử phải là PDF từ phiên bản 1.4 (Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần II). Xin quét hoặc lưu lại tệp.",
    "scan_no_picture": "Trang {page} không phải là ảnh quét cả trang. Bản sao điện tử phải được số hóa từ bản giấy; xin quét lại văn bản giấy.",
    "scan_coarse": "Trang {page} được quét ở {dpi} dpi; ít nhất phải là {least} dpi (Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần II). Xin quét lại.",
    "scan_grey": "Trang {page} là ảnh đen trắng; bản sao điện tử phải là ảnh màu (Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần II). Xin quét lại ở chế độ màu.",
    # -- offices, command line --------------------------------------------------------------------
    "office_missing": "Thiếu thông tin bắt buộc của cơ quan. Xin bổ sung mục này.",
    "office_unknown": "Thông tin cơ quan không có mục này. Xin bỏ hoặc sửa lại tên.",
    "office_sizes": "Bộ cỡ chữ không hợp lệ. Xin chọn một trong: {known}.",
    "office_fields": "Lựa chọn về trường trong PDF không hợp lệ. Xin chọn một trong: {known}.",
    "office_archive": "Mục PDF lưu trữ chỉ nhận giá trị true hoặc false. Xin sửa lại.",
    "unknown_kind": "Không có loại văn bản “{name}”. Các loại có: {known}.",
    "bad_json": "Tệp JSON không đọc được: {detail}. Xin sửa lại tệp.",
    "json_not_object": "Tệp JSON phải là một đối tượng gồm các mục của văn bản.",
    "file_not_read": "Không đọc được tệp: {detail}. Xin kiểm tra lại đường dẫn.",
    "file_not_written": "Không ghi được tệp: {detail}. Xin kiểm tra thư mục và quyền ghi.",
    # -- khen_thuong.toml: the table of award money ------------------------------------------------
    "award_not_toml": "Không đọc được bảng tiền thưởng: {detail}. Xin sửa lại tệp.",
    "award_unknown_key": "Không có khóa “{key}”. Xin bỏ hoặc sửa lại tên khóa.",
    "award_missing_key": "Thiếu khóa “{key}”. Xin bổ sung.",
    "award_bad_value": "Giá trị của khóa “{key}” không dùng được: {value}. Xin sửa lại.",
    "award_twice": "Khóa “{key}” được khai báo hai lần. Xin bỏ bớt một.",
    "award_no_salary": "Bảng chưa có mức lương cơ sở cho ngày {ngay} (bảng bắt đầu từ {tu_ngay}). "
    "Xin nhập mức tiền thưởng hoặc sửa lại ngày ban hành.",
    "award_no_factor": "Hệ số tiền thưởng trong bảng theo {can_cu}, áp dụng từ {hieu_luc}. Với "
    "quyết định ban hành trước ngày đó, xin nhập mức tiền thưởng.",
    # -- the life of a paper, numbers --------------------------------------------------------------
    "not_your_right": "Tài khoản của anh/chị không có quyền làm việc này. Xin nhờ người có vai trò phù hợp hoặc quản trị của cơ quan.",
    "paper_moved_on": "Không làm được bước “{step}” vì văn bản đang ở trạng thái “{state}”. Có thể người khác vừa làm xong bước này; xin mở lại văn bản để xem.",
    "paper_changed_meanwhile": "Văn bản vừa được sửa trong lúc trình ký. Xin xem lại rồi trình ký lần nữa.",
    "paper_laid_anew": "Văn bản vừa được rút lại, sửa và trình ký lại; bản anh/chị xem không còn là bản đang trình. Xin mở lại văn bản, xem bản mới rồi làm bước này.",
    "correction_without_kind": "Đính chính phải bằng công văn (Nghị định 30/2020/NĐ-CP, Điều 18), mà chương trình chưa có biểu mẫu công văn. Xin soạn công văn ở nơi khác, hoặc thay thế văn bản này.",
    "signed_file_lost": "Tệp đã khóa của văn bản này bị mất hoặc bị hỏng trên đĩa nên không tải được; chương trình không tự tạo lại tệp đã trình ký. Xin nhờ người quản trị máy chủ lấy lại từ bản sao lưu.",
    "paper_locked": "Văn bản đang ở trạng thái “{state}” nên không sửa được. Muốn sửa nháp, xin rút lại hoặc nhờ người ký trả lại; văn bản đã ban hành chỉ có thể thay thế hoặc đính chính.",
    "paper_not_locked": "Văn bản chưa được khóa để ký. Xin trình ký lại.",
    "paper_not_issued": "Chỉ thay thế hoặc đính chính được văn bản đã ban hành.",
    "reason_missing": "Chưa ghi lý do. Xin ghi lý do rồi làm lại; lý do được giữ trong lịch sử văn bản.",
    "number_inserted": "Không cấp “số chèn”: số trước đó ({last}) đã cấp cho ngày {day}, nên ngày của số này không được sớm hơn (Nghị định 30/2020/NĐ-CP, Điều 15). Xin chọn lại ngày.",
    "number_twice": "Số và ký hiệu {number} đã có trong năm {year}; số và ký hiệu không được trùng trong năm (Nghị định 30/2020/NĐ-CP, Điều 15). Xin dùng sổ khác hoặc sửa ký hiệu của sổ.",
    "number_future": "Ngày ban hành {day} là ngày chưa đến. Xin chọn ngày hôm nay hoặc ngày đã ký.",
    "number_before_lock": "Ngày ban hành {day} sớm hơn ngày trình ký {locked}. Xin chọn lại ngày.",
    "series_not_found": "Cơ quan không có sổ đăng ký này. Xin chọn lại sổ.",
    "series_missing": "Chưa có sổ đăng ký nào nhận loại văn bản này. Xin nhờ quản trị lập sổ.",
    "series_name_taken": "Cơ quan đã có sổ tên “{name}”. Xin đặt tên khác.",
    "series_common_twice": "Sổ “{name}” đã nhận mọi loại văn bản chưa có sổ riêng; chỉ có một sổ như vậy. Xin chọn loại văn bản cho sổ này.",
    "series_kind_taken": "Sổ “{name}” đã nhận một trong các loại văn bản này. Xin bỏ loại đó ở một trong hai sổ.",
    "series_takes_nothing": "Chưa chọn sổ này nhận văn bản nào. Xin chọn ít nhất một loại văn bản, hoặc chọn mọi loại chưa có sổ riêng.",
    "series_first": "Số bắt đầu phải từ 1 đến {most}. Xin nhập lại.",
    "series_begun": "Sổ “{name}” đã cấp số trong năm {year} nên không đặt lại số bắt đầu được nữa.",
    "line_not_found": "Sổ đăng ký của cơ quan không có dòng này. Xin mở lại sổ và tìm lại.",
    "line_copies": "Số lượng bản phải là một số từ 1 đến {most}. Xin nhập lại.",
    "line_sent_day": "Ngày chuyển phải từ ngày của văn bản ({day}) đến hôm nay ({today}). Xin nhập lại.",
    "volume_not_found": "Sổ đăng ký không có quyển này. Xin mở lại sổ và chọn lại quyển.",
    "print_busy": "Đang in một quyển sổ khác. Xin đợi khoảng một phút rồi in lại.",
    "print_failed": "Chưa in được quyển sổ này. Xin thử lại; trong lúc chờ, có thể tải bản Word để in.",
    # -- signatures on a paper ---------------------------------------------------------------------
    "sign_stage_done": "Văn bản đã có “{stage}”. Xin mở lại văn bản để xem tệp đang là bản gốc.",
    "sign_not_now": "Chưa đến lượt, hoặc đã qua lượt “{stage}” của văn bản này. Xin mở lại văn bản để xem bước đang chờ.",
    "sign_on_paper": "Văn bản này được ghi nhận là ký trên giấy, nên cơ quan đóng dấu trên giấy; không ký số vào tệp chưa có chữ ký số của người có thẩm quyền (Nghị định 30/2020/NĐ-CP, Điều 32). Muốn gửi bản điện tử, xin quét bản giấy và ký số bản sao.",
    "sign_large": "Tệp tải lên lớn hơn tệp đã trình ký tới {size} MB (tệp đã trình ký khoảng {was} MB), nên đây là bản quét hoặc tệp khác. Xin tải về tệp đang chờ ký, ký vào chính tệp đó rồi tải lên.",
    "sign_other_person": "Tệp do “{who}” ký, còn văn bản ghi người ký là “{name}”. Xin nhờ đúng người ký; nếu người ký đã thay đổi, xin trả lại để sửa văn bản rồi trình ký lại.",
    "sign_other_number": "Số hoặc ngày ghi trong tệp không phải số {number} và ngày đã cấp. Xin tải về lại tệp đang chờ chữ ký của cơ quan và ký vào tệp đó.",
    "sign_other_year": "Trang đã ký số in sẵn năm {printed}, nên không cấp số với ngày {day} được. Xin chọn ngày trong năm {printed}; nếu không còn được, xin bỏ bản đã ký rồi trình ký lại.",
    "sign_place_unknown": "Tệp này không cho biết chỗ của chữ ký nên chương trình không tự đặt được. Xin tải tệp về ký ở chương trình ký của cơ quan rồi tải lên.",
    "sign_many_roots": "Cơ quan đã tin cậy {most} chứng thư. Xin bỏ chứng thư không còn dùng trước khi thêm.",
    "sign_many_crls": "Cơ quan đã giữ danh sách thu hồi của {most} nơi cấp. Xin bỏ bớt chứng thư không còn dùng.",
    "sign_no_tokens": "Máy chủ này chưa được cài để ký bằng thiết bị (USB token, HSM). Xin ký ở chương trình ký trên máy của anh/chị rồi tải tệp lên, hoặc hỏi người quản trị máy về biến VANBAN_PKCS11_MODULE.",
    "sign_no_key_kept": "Chưa có tệp chứng thư (.p12, .pfx) để ký. Xin chọn tệp, hoặc giữ một tệp ở trang Ký số trước.",
    "sign_key_other_secret": "Không mở được tệp chứng thư đang giữ: máy chủ đã đổi khóa bí mật, hoặc dữ liệu được chuyển từ máy khác. Xin bỏ tệp đang giữ và chọn lại tệp chứng thư.",
    "signed_file_not_found": "Văn bản này không có tệp đã ký đó. Xin mở lại văn bản và chọn lại.",
    "copy_no_title": "Chưa chọn hình thức sao hoặc chưa ghi tên văn bản được sao. Xin ghi đủ rồi làm lại.",
    "copy_no_number": "Phụ lục ở tệp riêng được ký kèm số của văn bản chính, mà văn bản chính chưa có số. Xin chọn văn bản đã ban hành.",
    "copy_not_found": "Cơ quan không có bản sao này. Xin chọn lại trong danh sách bản sao.",
    "copy_signed_already": "Bản sao này đã có chữ ký số của cơ quan. Xin mở lại danh sách bản sao để xem.",
    # -- signing: the file that came back ----------------------------------------------------------
    "verify_empty": "Tệp không có nội dung nào. Xin chọn lại tệp PDF đã ký.",
    "verify_too_large": "Tệp nặng {size} MB; nhiều nhất là {limit} MB. Xin tải lên đúng tệp PDF mà chương trình ký đã ghi ra, không phải bản quét.",
    "verify_not_pdf": "Đây không phải tệp PDF. Xin chọn tệp PDF mà chương trình ký đã ghi ra.",
    "verify_cut": "Tệp PDF bị cắt ngang hoặc chưa tải lên hết. Xin tải lên lại.",
    "verify_encrypted": "Tệp PDF được đặt mật khẩu nên không kiểm tra được. Xin ký lại trên tệp đã tải về từ đây và không đặt mật khẩu.",
    "verify_unreadable": "Tệp PDF bị hỏng hoặc được ghi sai quy cách nên không kiểm tra được. Xin ký lại trên tệp đã tải về từ đây.",
    "verify_too_hard": "Không kiểm tra được tệp này trong giới hạn thời gian và bộ nhớ cho phép, nên tệp không được nhận. Xin ký lại trên tệp đã tải về từ đây.",
    "verify_acts": "Tệp PDF có chứa {what}. Văn bản không được chứa phần này. Xin ký lại trên tệp đã tải về từ đây.",
    "verify_nothing_new": "Tệp không có chữ ký nào mới so với tệp đã tải về. Xin ký số rồi tải lên lại.",
    "verify_unsigned": "Tệp chưa có chữ ký số nào. Xin ký số rồi tải lên lại.",
    "verify_resaved": "Tệp đã bị một chương trình khác lưu lại: nội dung các trang giống tệp đã khóa nhưng tệp không còn nguyên vẹn. Xin ký trên đúng tệp tải về từ đây, không nén, không in lại thành PDF, không lưu bằng chương trình khác.",
    "verify_other_paper": "Đây không phải tệp đã khóa của văn bản này: là tệp của văn bản khác, hoặc đã bị sửa hay in lại thành PDF. Xin ký trên đúng tệp tải về từ đây.",
    "verify_base_changed": "Văn bản đã bị sửa trước khi ký: {what}. Xin ký lại trên đúng tệp tải về từ đây và không sửa gì thêm.",
    "verify_wants_leader": "Tệp chưa có chữ ký số của người có thẩm quyền. Xin trình ký trước.",
    "verify_wants_office": "Tệp chưa có chữ ký số của cơ quan. Xin ký số của cơ quan rồi tải lên lại.",
    "verify_order": "Chữ ký số của cơ quan đứng trước chữ ký của người có thẩm quyền; cơ quan chỉ ký số vào văn bản đã có chữ ký của người có thẩm quyền (Nghị định 30/2020/NĐ-CP, Điều 32). Xin ký lại theo đúng thứ tự.",
    "verify_filled_last": "Sau chữ ký cuối cùng (của {who}) tệp có ghi thêm số hoặc ngày; phần ghi thêm này chưa được ký.",
    "verify_office_by_order": "Chứng thư số của {who} không ghi là của cơ quan; chữ ký này được coi là của cơ quan vì ký sau cùng.",
    # -- signing: one signature of it --------------------------------------------------------------
    "verify_other_form": "Có chữ ký theo kiểu “{kind}” không kiểm tra được ở đây. Xin ký theo kiểu PAdES hoặc PKCS#7 tách rời (detached).",
    "verify_signature_unreadable": "Chữ ký ở ô “{field}” bị hỏng hoặc ghi sai quy cách nên không kiểm tra được. Xin ký lại.",
    "verify_broken": "Chữ ký của {who} không còn đúng: phần tệp đã ký bị sửa sau khi ký. Xin ký lại trên đúng tệp tải về từ đây.",
    "verify_forged": "Chữ ký mang tên {who} không phải do khóa của chứng thư số này tạo ra. Không dùng tệp này; xin báo người phụ trách an toàn thông tin.",
    "verify_half": "Chữ ký của {who} chỉ bao một phần của tệp, phần còn lại không được bảo vệ. Không dùng tệp này; xin ký lại trên đúng tệp tải về từ đây.",
    "verify_altered": "Sau chữ ký của {who} tệp đã bị sửa ngoài phần được phép (chỉ được ghi số, ngày và ký thêm): {what}. Xin ký lại trên đúng tệp tải về từ đây.",
    "verify_no_roots": "Chưa có danh sách chứng thư số gốc mà cơ quan tin cậy nên không xác minh được chứng thư số của {who}. Xin người quản trị bổ sung trong phần Ký số của cơ quan.",
    "verify_stranger": "Chứng thư số của {who} do “{issuer}” cấp, không nằm trong danh sách nơi chứng thực mà cơ quan tin cậy. Không nhận tệp nếu không rõ người ký; nếu đúng là nơi chứng thực của cơ quan, xin người quản trị bổ sung chứng thư số gốc và trung gian.",
    "verify_expired": "Chứng thư số của {who} đã hết hạn ngày {day} và không có dấu thời gian chứng minh đã ký trước ngày đó. Xin gia hạn chứng thư số rồi ký lại.",
    "verify_expired_then": "Chứng thư số của {who} đã hết hạn ngày {day}, trước khi ký. Xin gia hạn chứng thư số rồi ký lại.",
    "verify_not_yet": "Chứng thư số của {who} đến ngày {day} mới có hiệu lực. Xin kiểm tra ngày giờ của máy, hoặc ký lại từ ngày đó.",
    "verify_revoked": "Chứng thư số của {who} đã bị thu hồi ngày {day}. Xin ký lại bằng chứng thư số còn hiệu lực.",
    "verify_revoked_above": "Một chứng thư số của nơi cấp chứng thư số cho {who} đã bị thu hồi ngày {day}. Xin hỏi nơi cấp chứng thư số trước khi dùng tệp.",
    "verify_purpose": "Chứng thư số của {who} không được cấp để ký văn bản. Xin ký lại bằng chứng thư số ký.",
    "verify_weak_key": "Khóa của chứng thư số của {who} là {strength}, không đủ mạnh: phải là RSA từ 2048 bit hoặc ECDSA từ 256 bit (Thông tư 15/2025/TT-BKHCN). Xin đổi chứng thư số rồi ký lại.",
    "verify_weak_chain": "Chứng thư số của {who} hoặc của nơi cấp dùng thuật toán không còn an toàn. Xin đổi chứng thư số rồi ký lại.",
    "verify_chain": "Chuỗi chứng thư số của {who} (do “{issuer}” cấp) không hợp lệ. Xin hỏi nơi cấp chứng thư số trước khi dùng tệp.",
    "verify_broken_hash": "Chữ ký của {who} dùng hàm băm {hash} đã bị phá, ai cũng có thể giả được. Xin cập nhật chương trình ký rồi ký lại.",
    "verify_weak_hash": "Chữ ký của {who} dùng hàm băm {hash} đã yếu. Tệp vẫn được nhận; nên cập nhật chương trình ký để dùng SHA-256.",
    "verify_in_future": "Chữ ký của {who} ghi thời gian {when}, sau thời điểm hiện tại. Xin chỉnh lại ngày giờ của máy ký rồi ký lại.",
    "verify_before_lock": "Chữ ký của {who} ghi thời gian {when}, trước khi tệp được khóa để trình ký. Xin chỉnh lại ngày giờ của máy ký rồi ký lại.",
    "verify_covers": "Chữ ký của {who} hiện quá lớn ở trang {page}, có thể che nội dung văn bản. Xin ký lại với hình chữ ký đúng kích thước.",
    "verify_revocation_unknown": "Chưa kiểm tra được việc thu hồi chứng thư số của {who}: trong tệp và ở đây không có danh sách thu hồi còn hạn của “{issuer}”. Cách làm: nạp danh sách thu hồi của nơi này ở trang Ký số của cơ quan.",
    "verify_no_stamp": "Thời gian ký của {who} do máy của người ký ghi, không có dấu thời gian chứng thực.",
    "verify_expired_since": "Chứng thư số của {who} đã hết hạn ngày {day}; dấu thời gian chứng thực rằng chữ ký có trước ngày đó.",
    "verify_stamp_untrusted": "Dấu thời gian trong chữ ký của {who} không xác minh được nên không được dùng.",
    # -- signing: what is right about it -----------------------------------------------------------
    "verified_follows": "Tệp giữ nguyên từng byte của tệp đã khóa để trình ký.",
    "verified_whole": "Chữ ký của {who} còn nguyên vẹn; sau đó tệp không bị sửa gì.",
    "verified_whole_then_allowed": "Chữ ký của {who} còn nguyên vẹn; sau đó tệp chỉ được ghi số, ngày hoặc ký thêm.",
    "verified_trusted": "Chứng thư số của {who} do “{issuer}” cấp, thuộc nơi chứng thực mà cơ quan tin cậy.",
    "verified_not_revoked": "Chứng thư số của {who} không có trong danh sách thu hồi.",
    "verified_stamped": "Dấu thời gian chứng thực: {when}.",
    "root_unreadable": "Đây không phải tệp chứng thư số gốc (.cer, .crt hoặc .pem), hoặc tệp bị hỏng. Xin chọn lại tệp do nơi cấp chứng thư số công bố.",
    "crl_unreadable": "Đây không phải danh sách chứng thư số bị thu hồi (.crl), hoặc tệp bị hỏng. Xin chọn lại tệp do nơi cấp chứng thư số công bố.",
    # -- copies ------------------------------------------------------------------------------------
    "backup_exists": "Đã có tệp này. Xin đặt tên khác, hoặc xóa tệp cũ nếu không cần nữa.",
    "backup_not_written": "Không ghi được bản sao lưu: {detail}. Xin kiểm tra chỗ trống và quyền ghi.",
    "backup_damaged": "Bản sao lưu bị hỏng hoặc thiếu ở phần “{part}”. Chưa khôi phục gì; xin dùng bản sao lưu khác.",
    "backup_too_new": "Bản sao lưu do phiên bản mới hơn tạo ra. Xin nâng cấp chương trình rồi làm lại.",
    "restore_not_empty": "Cơ sở dữ liệu đang có dữ liệu nên không khôi phục đè lên. Xin chỉ định thư mục hoặc cơ sở dữ liệu còn trống.",
    "restore_trail_broken": "Nhật ký của cơ quan {agency} không còn nguyên vẹn từ mục {number} trong bản sao lưu. Chưa khôi phục gì.",
    "restore_numbers_gap": "Sổ đăng ký năm {year} trong bản sao lưu bị thiếu số. Chưa khôi phục gì.",
    # -- settings, register, web -------------------------------------------------------------------
    "setting_unknown": "Không có cài đặt {name}. Xin sửa lại tên hoặc bỏ đi. Các cài đặt có: {known}.",
    "setting_bad_number": "{name} là “{value}”; phải là một số từ {low} đến {high}. Xin sửa lại.",
    "setting_bad_host": "{name} là “{value}”; phải là một địa chỉ, ví dụ 127.0.0.1. Xin sửa lại.",
    "setting_bad_secret": "{name} quá ngắn. Xin đặt ít nhất {length} ký tự ngẫu nhiên, hoặc bỏ đi để "
    "chương trình tự tạo.",
    "setting_bad_folder": "{name} đang để trống. Xin ghi tên một thư mục hoặc bỏ đi.",
    "setting_bad_yes_no": "{name} là “{value}”; phải là 0 hoặc 1. Xin sửa lại.",
    "setting_secret_broken": "Tệp khóa bí mật {path} không còn nguyên vẹn. Xin xóa tệp này rồi chạy "
    "lại; mọi người sẽ phải đăng nhập lại.",
    "file_lost": "Tệp đã lưu bị mất hoặc bị hỏng trên đĩa. Xin mở văn bản và bấm “Tạo lại tệp”.",
    "disk_full": "Đĩa của máy chủ đã đầy nên chưa ghi được gì của lần này. Xin báo người quản trị máy giải phóng đĩa rồi làm lại.",
    "disk_readonly": "Máy chủ không cho ghi vào thư mục dữ liệu nên chưa làm được. Xin báo người quản trị máy kiểm tra quyền ghi của thư mục này.",
    "disk_damaged": "Đĩa của máy chủ không đọc, ghi được. Xin ngừng làm việc và báo người quản trị máy.",
    "data_dir_unusable": "Không dùng được thư mục dữ liệu {path}: {detail}. Xin kiểm tra biến VANBAN_DATA_DIR và quyền ghi của thư mục.",
    "port_unusable": "Không nghe được ở {host}, cổng {port}: {detail}. Xin dừng chương trình đang dùng cổng này, hoặc sửa VANBAN_HOST, VANBAN_PORT.",
    "setting_bad_hosts": "Biến {name} phải là các tên máy chủ cách nhau bằng dấu phẩy, ví dụ vanban.tinh.gov.vn.",
    "host_unknown": "Máy chủ này không mang tên “{name}”. Xin mở bằng đúng địa chỉ đã được cung cấp; người quản trị máy chủ khai báo tên trong biến VANBAN_HOSTS.",
    "setting_bad_database": "Biến {name} phải là địa chỉ dạng postgresql://tài_khoản:mật_khẩu@máy_chủ/tên_cơ_sở_dữ_liệu.",
    "setting_bad_issuer": "{name} là “{value}”; phải là địa chỉ https:// đúng như nhà cung cấp ghi ở mục “issuer”, không có phần ? hay #. Xin sửa lại.",
    "setting_bad_line": "{name} phải là một dòng chữ dài không quá {longest} ký tự. Xin sửa lại.",
    "setting_bad_ascii": "{name} chỉ gồm chữ, số và dấu không có dấu tiếng Việt, đúng như nhà cung cấp cấp cho. Xin sửa lại.",
    "setting_oidc_part": "Đăng nhập qua OpenID Connect còn thiếu {missing}. Xin khai báo thêm, hoặc bỏ mọi cài đặt VANBAN_OIDC_… để chỉ dùng mật khẩu.",
    "database_address": "Địa chỉ cơ sở dữ liệu không dùng được. Xin kiểm tra biến VANBAN_DATABASE.",
    "database_busy": "Nhiều người đang ghi cùng lúc nên lần này chưa lưu được. Xin đợi vài giây rồi làm lại.",
    "database_full": "Đĩa chứa dữ liệu đã đầy nên chưa lưu được gì của lần này. Xin báo người quản trị máy giải phóng đĩa rồi làm lại.",
    "database_readonly": "Chương trình không có quyền ghi vào cơ sở dữ liệu nên chưa lưu được. Xin báo người quản trị máy kiểm tra quyền ghi của thư mục dữ liệu.",
    "database_damaged": "Cơ sở dữ liệu hoặc đĩa bị hỏng nên không đọc, ghi được. Xin ngừng làm việc và báo người quản trị máy phục hồi từ bản sao lưu.",
    "database_gone": "Không nối được với cơ sở dữ liệu. Xin thử lại sau một phút; nếu vẫn vậy, báo người quản trị máy kiểm tra máy chủ cơ sở dữ liệu và biến VANBAN_DATABASE.",
    "register_too_new": "Cơ sở dữ liệu do phiên bản mới hơn tạo ra (mức {found}, chương trình này "
    "hiểu đến mức {known}). Xin chạy phiên bản mới hơn của chương trình.",
    "document_not_found": "Không có văn bản này ở cơ quan của anh/chị. Xin tìm lại trong danh sách "
    "văn bản.",
    "revision_not_found": "Văn bản này không có bản lưu số {number}. Xin chọn một bản khác.",
    "kind_not_found": "Không có loại văn bản “{name}”. Xin chọn lại loại văn bản.",
    "account_taken": "Tên đăng nhập “{name}” đã có người dùng. Xin chọn tên khác.",
    "setup_code_wrong": "Mã cài đặt chưa đúng. Xin chép lại mã ở màn hình máy chủ, hoặc trong tệp setup_code của thư mục dữ liệu.",
    "account_not_found": "Cơ quan không có tài khoản này. Xin chọn lại trong danh sách tài khoản.",
    "unit_not_found": "Cơ quan không có đơn vị này. Xin chọn lại đơn vị.",
    "unit_taken": "Cơ quan đã có đơn vị tên “{name}”. Xin đặt tên khác.",
    "last_admin": "Đây là người quản trị duy nhất còn dùng được của cơ quan. Xin giao vai trò quản trị cho một người nữa trước.",
    "last_system": "Đây là người quản trị hệ thống duy nhất. Xin giao vai trò này cho một người nữa trước.",
    "role_not_yours": "Chỉ người quản trị hệ thống mới giao, bỏ vai trò “Quản trị hệ thống” hoặc thay đổi tài khoản đang có vai trò đó.",
    "trail_line": "Dòng {line} không phải là một dòng nhật ký. Xin dùng tệp .jsonl xuất từ trang Nhật ký.",
    "trail_broken": "Nhật ký không còn nguyên vẹn: các dòng {lines} đã bị sửa, xóa hoặc chèn.",
    "role_unknown": "Không có vai trò này. Xin chọn lại vai trò.",
    "password_same": "Mật khẩu mới giống mật khẩu đang dùng. Xin chọn mật khẩu khác.",
    "account_name": "Tên đăng nhập phải dài từ 2 đến 60 ký tự, không có dấu cách. Xin nhập lại.",
    "sign_in_wrong": "Tên đăng nhập hoặc mật khẩu chưa đúng. Xin nhập lại.",
    "sign_in_wait": "Đã nhập sai nhiều lần. Xin đợi {minutes} phút rồi đăng nhập lại.",
    "oidc_away": "Chưa liên lạc được với nơi quản lý {provider}. Xin thử lại sau ít phút, hoặc đăng nhập bằng mật khẩu.",
    "oidc_untrusted": "Câu trả lời của nơi quản lý {provider} không xác minh được nên không được dùng. Xin đăng nhập bằng mật khẩu và báo người quản trị máy.",
    "oidc_denied": "Việc đăng nhập bằng {provider} đã bị dừng ở nơi quản lý tài khoản đó. Xin thử lại, hoặc đăng nhập bằng mật khẩu.",
    "oidc_over": "Lần đăng nhập này đã để quá lâu hoặc đã dùng rồi. Xin bấm lại từ đầu.",
    "oidc_unknown": "“{name}” chưa được liên kết với tài khoản nào ở đây. Xin đăng nhập bằng mật khẩu, mở trang Tài khoản và liên kết.",
    "oidc_locked": "Tài khoản ở đây đã bị khóa nên không đăng nhập được. Xin hỏi người quản trị của cơ quan.",
    "oidc_taken": "“{name}” đã liên kết với một tài khoản khác ở đây. Xin gỡ liên kết ở tài khoản kia trước, hoặc hỏi người quản trị của cơ quan.",
    # -- signing with VGCA Sign Service -----------------------------------------------------------
    "pass_too_many": "Anh/chị đã mở ký bằng VGCA Sign Service quá nhiều lần trong {minutes} phút. Xin đợi ít phút rồi ký lại.",
    "pass_unknown": "Địa chỉ ký này không có. Xin mở trang văn bản và bấm ký lại.",
    "pass_used": "Địa chỉ ký này đã dùng rồi, mỗi lần bấm chỉ ký được một lần. Xin mở trang văn bản và bấm ký lại.",
    "pass_person_gone": "Người bấm ký không còn đăng nhập được nên tệp này không được nhận. Xin đăng nhập rồi ký lại.",
    "vgca_off": "Cơ quan chưa bật ký bằng VGCA Sign Service. Xin tải tệp về, ký ở chương trình ký rồi tải lên; hoặc nhờ người quản trị của cơ quan bật ở mục Ký số.",
    "vgca_not_now": "Văn bản này hiện không chờ chữ ký của anh/chị. Xin tải lại trang để xem văn bản đang ở đâu.",
    "vgca_no_file": "VGCA Sign Service không gửi kèm tệp đã ký. Văn bản vẫn nguyên như trước; xin ký lại.",
    "vgca_too_large": "Tệp đã ký lớn hơn {limit} MB nên không được nhận. Xin nhờ người quản trị máy chủ nâng mức VANBAN_MAX_UPLOAD_MB.",
    "pass_over": "Đã quá 15 phút kể từ lúc bấm ký nên tệp này không được nhận. Xin mở trang văn bản và bấm ký lại.",
    "password_length": "Mật khẩu phải dài từ {shortest} đến {longest} ký tự. Xin nhập lại.",
    "password_is_name": "Mật khẩu không được trùng với tên đăng nhập. Xin chọn mật khẩu khác.",
    "password_common": "Mật khẩu này dễ đoán: là từ thông dụng, dãy phím liền nhau, chỉ có chữ số, hoặc tên đăng nhập thêm số. Xin chọn một câu ngắn mà chỉ anh/chị biết.",
    "password_old_wrong": "Mật khẩu hiện tại chưa đúng. Xin nhập lại.",
    "password_differs": "Hai lần nhập mật khẩu không giống nhau. Xin nhập lại.",
    "too_long_line": "“{label}” dài {count} ký tự; nhiều nhất là {limit}. Xin viết ngắn lại.",
    "too_many_lines": "“{label}” có {count} dòng; nhiều nhất là {limit}. Xin bớt lại.",
    "demo_not_empty": "Dữ liệu mẫu chỉ nạp vào chỗ còn trống, nhưng thư mục dữ liệu đã có văn bản "
    "thật. Xin chạy với một thư mục khác (VANBAN_DATA_DIR).",
    "font_missing": "Máy chưa có phông Times New Roman hoặc phông cùng kích thước có đủ chữ Việt. "
    "Hãy cài gói fonts-liberation2 (hoặc fonts-croscore), hoặc chép bốn tệp phông Times New Roman "
    "vào một thư mục rồi ghi đường dẫn thư mục đó vào biến {variable}.",
}
