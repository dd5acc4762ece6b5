"""Sentences about giấy khen and how an office prints them: code → sentence."""

from __future__ import annotations

AWARDS: dict[str, str] = {
    "award_page_full": "Họ tên, đơn vị và thành tích (đã dài {count} ký tự) không vừa một trang giấy khen, kể cả khi in chữ nhỏ nhất. Xin viết thành tích ngắn lại, hoặc rút gọn chức vụ, đơn vị.",
    "award_decider_long": "Chức vụ người tặng dài {count} ký tự, không vừa hai dòng giữa trang giấy khen. Xin viết ngắn lại.",
    "award_signing_long": "Quyền hạn, chức vụ của người ký dài quá phần cuối trang giấy khen, không còn chỗ để ký và đóng dấu. Xin viết ngắn lại.",
    "award_no_number": "“{kind}” không lấy số riêng trong sổ đăng ký: trên giấy ghi số của quyết định khen thưởng. Xin cấp số cho quyết định, rồi ghi số ấy vào ô “Số quyết định”.",
    "office_award_picture": "Khung hoặc biểu trưng của giấy khen không phải hình đã tải lên ở cơ quan. Xin chọn khung có sẵn, hoặc tải hình lên lại ở trang Giấy khen.",
    "office_award_parts": "Phần in sẵn trên phôi chỉ nhận: {known}. Xin sửa lại.",
    "office_award_frame": "Không có khung này. Xin chọn lại khung giấy khen.",
    "office_award_offset": "Độ lệch phải là một số milimét từ -{most} đến {most}, ví dụ 1,5. Xin nhập lại.",
    "award_picture_kind": "Tệp này không phải hình PNG hoặc JPEG. Xin lưu hình dạng PNG hoặc JPEG rồi tải lên lại.",
    "award_picture_large": "Hình nặng quá {limit} MB hoặc có cạnh dài quá {points} điểm. Xin thu nhỏ rồi tải lên lại.",
    "award_picture_damaged": "Tệp hình bị hỏng nên không đọc được. Xin mở hình, lưu lại rồi tải lên.",
    "award_picture_small": "Hình rộng {width} × {height} điểm, in ra sẽ bị vỡ. Xin dùng hình có cạnh dài ít nhất {least} điểm.",
    "award_picture_shape": "Hình khung rộng {width} × {height} điểm, không đúng khổ A4 nằm ngang (297 × 210 mm). Xin cắt hình theo tỷ lệ đó, ví dụ 2480 × 1754 điểm.",
}
