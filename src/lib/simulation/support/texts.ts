/** What simulated communes ask for: one line, and what they say about it. */
export const NEEDS: Record<string, [title: string, body: string][]> = {
	equipment: [
		['Máy quét kẹt giấy liên tục', 'Máy quét cũ, sổ khổ A3 phải quét từng nửa trang.'],
		['Hỏng ổ cứng máy nhập liệu', 'Cần mượn một máy để không dừng việc.']
	],
	software: [
		['Không đăng nhập được phần mềm hộ tịch', 'Báo lỗi xác thực từ sáng, đã thử hai máy.'],
		['Phần mềm không lưu trang sau khi quét', 'Nhập xong bấm lưu thì mất dữ liệu.']
	],
	people: [
		['Thiếu người nhập liệu tuần này', 'Công chức tư pháp – hộ tịch đi tập huấn hai ngày.'],
		['Cần thêm hai người đối chiếu sổ', 'Sổ khai sinh nhiều, một người không kịp.']
	],
	damaged_book: [
		['Sổ khai sinh bị mối, rách gáy', 'Không quét được nếu không gia cố trước.'],
		['Sổ ngấm nước sau lũ, chữ nhòe', 'Nhiều trang không đọc được tên mẹ.']
	],
	missing_book: [
		['Thiếu một quyển sổ kết hôn cũ', 'Chưa tìm thấy trong kho lưu trữ huyện.'],
		['Không có sổ gốc giai đoạn tách xã', 'Có thể sổ nằm ở xã cũ.']
	],
	guidance: [
		['Nhập thế nào khi sổ không ghi ngày sinh?', 'Sổ chỉ ghi năm sinh.'],
		['Hai lần đăng ký cho một người', 'Chưa rõ nhập bản nào.']
	],
	data_quality: [
		['Số định danh trùng giữa hai trường hợp', 'Phần mềm báo trùng, đối chiếu sổ thì khác người.'],
		['Sai tên xã cũ trong dữ liệu', 'Tên trước sáp nhập không có trong danh mục.']
	],
	other: [['Mất điện kéo dài buổi chiều', 'Cần lùi giờ báo cáo hôm nay.']]
};

export const DONE = [
	'Đã xử lý tại chỗ, xã chạy thử thấy ổn.',
	'Đã hướng dẫn và làm mẫu, xã tự làm tiếp được.',
	'Đã thay thiết bị mượn của Sở.'
];
export const COMMON_CAUSE = 'Phần mềm hộ tịch lỗi xác thực ở nhiều xã';
export const FIX = 'Gỡ phiên bản cũ, cài lại bản mới nhất rồi đăng nhập bằng tài khoản được cấp.';
export const WAIT = 'Chờ linh kiện gửi từ Đông Hà.';
export const NOT_YET = 'Chạy được buổi sáng, chiều lại lỗi như cũ.';
