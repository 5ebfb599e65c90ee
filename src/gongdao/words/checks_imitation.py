"""Words for the imitation and changes checks, and for the frame of every check report.

`FRAME` serves all kinds of check. A reason's sentence says what happened and what to do next.
"""

from .lookup import Table

FRAME: Table = {
    "outcome_passed": {"zh-hans": "检验通过", "en": "Passed"},
    "outcome_failed": {"zh-hans": "检验未通过", "en": "Failed"},
    "outcome_cannot_tell": {"zh-hans": "机器无法判断，需人工查看", "en": "Cannot tell: people must look"},
    "outcome_not_applicable": {"zh-hans": "不适用", "en": "Not applicable"},
    "score": {"zh-hans": "相似度", "en": "Likeness"},
    "design": {"zh-hans": "设计", "en": "Design"},
    "content": {"zh-hans": "文字与图片", "en": "Words and pictures"},
    "margin": {"zh-hans": "误差范围 {low}–{high}", "en": "margin of doubt {low}–{high}"},
    "reference": {"zh-hans": "参照", "en": "Reference"},
    "delivery": {"zh-hans": "交付", "en": "Delivery"},
    "nothing": {"zh-hans": "无", "en": "nothing here"},
    "grounds": {"zh-hans": "具体差异", "en": "What differs"},
    "repeat": {"zh-hans": "版本、设置与哈希（供复验）", "en": "Version, settings and hashes, to repeat the check"},
    "view_side": {"zh-hans": "并排", "en": "Side by side"},
    "view_slide": {"zh-hans": "滑动对比", "en": "Slider"},
    "view_over": {"zh-hans": "叠加差异", "en": "Overlay"},
    "slide_hint": {
        "zh-hans": "拖动滑块：左侧为交付，右侧为参照。",
        "en": "Drag: the delivery is on the left, the reference on the right.",
    },
    "over_hint": {
        "zh-hans": "两图相减：黑色表示相同，越亮差异越大。上方多出一行会使下面全部错位，请以逐项差异为准。",
        "en": "The two pictures subtracted: black is equal, brighter differs more. One line more at the top shifts "
        "everything below it, so go by the list of differences.",
    },
    "refused_list": {
        "zh-hans": "页面引用了 {count} 个外部地址，检验时一律不访问",
        "en": "The pages point to {count} addresses elsewhere; none was fetched",
    },
}

LABELS: Table = {
    "missing": {"zh-hans": "缺失", "en": "Missing"},
    "extra": {"zh-hans": "多出", "en": "Extra"},
    "moved": {"zh-hans": "位置变动", "en": "Moved"},
    "wrong_text": {"zh-hans": "文字不同", "en": "Text differs"},
    "wrong_colour": {"zh-hans": "颜色不同", "en": "Colour differs"},
    "wrong_font": {"zh-hans": "字体不同", "en": "Type differs"},
    "wrong_size": {"zh-hans": "大小不同", "en": "Size differs"},
    "not_visible": {"zh-hans": "有字但看不见", "en": "There but not visible"},
    "picture_changed": {"zh-hans": "图片不同", "en": "Picture differs"},
    "picture_broken": {"zh-hans": "图片损坏", "en": "Picture broken"},
    "picture_missing": {"zh-hans": "图片文件缺失", "en": "Picture file missing"},
    "wrong_link": {"zh-hans": "链接去向不同", "en": "Link leads elsewhere"},
    "about_missing": {
        "zh-hans": "参照页上看得见，交付页上没有对应内容。",
        "en": "Seen on the reference, with no counterpart on the delivery.",
    },
    "about_extra": {
        "zh-hans": "交付页上有，参照页上没有。",
        "en": "On the delivery, with no counterpart on the reference.",
    },
    "about_moved": {
        "zh-hans": "与周围内容相比错开了位置；因上方增减内容而整体下移的不算。",
        "en": "Stands elsewhere than its neighbours would have it. What merely follows from something inserted above "
        "is not counted.",
    },
    "about_not_visible": {
        "zh-hans": "网页代码里有这段文字，但画面上看不到：与背景同色、被遮住、被裁掉或在页面之外。",
        "en": "The page holds this text and does not show it: same colour as its ground, covered, clipped or off the "
        "page.",
    },
}

REASONS: Table = {
    "reason_in_doubt": {
        "zh-hans": "误差范围（{low}–{high}）跨过了判定界线，请人工对照图片认定。",
        "en": "The margin of doubt ({low}–{high}) crosses a line of decision; please look at the pictures.",
    },
    "reason_sandbox_absent": {
        "zh-hans": "本机没有 bubblewrap 沙箱，因此没有打开交付的网页。请管理员安装 bubblewrap 后重新检验。",
        "en": "There is no bubblewrap sandbox on this machine, so the pages were not opened. Ask the operator to "
        "install bubblewrap, then run the check again.",
    },
    "reason_sandbox_failed": {
        "zh-hans": "沙箱无法启动（{said}），因此没有打开网页。请管理员检查后重新检验。",
        "en": "The sandbox did not start ({said}), so the pages were not opened. The operator must look into it.",
    },
    "reason_browser_absent": {
        "zh-hans": "本机没有 Chromium 浏览器。请安装，或用 GONGDAO_CHROMIUM 指明位置。",
        "en": "There is no Chromium on this machine. Install it, or name it in GONGDAO_CHROMIUM.",
    },
    "reason_bundle_absent": {
        "zh-hans": "找不到“{name}”。请确认路径。",
        "en": "“{name}” was not found. Please check the path.",
    },
    "reason_capture_broken": {
        "zh-hans": "参照是网页存档，但其中的清单“{name}”读不出来，无法按存档显示。请重新存档或另交参照文件。",
        "en": "The reference is a captured page, but its list “{name}” cannot be read, so it cannot be shown as "
        "captured. Capture the page again, or hand over the reference as files.",
    },
    "reason_no_page": {
        "zh-hans": "里面没有网页可看（例如：{names}）。请提供带 index.html 的文件夹或压缩包。",
        "en": "There is no page in it to show (found: {names}). Hand over a folder or archive with an index.html.",
    },
    "reason_needs_server": {
        "zh-hans": "需要服务器程序才能显示（{names}），这里无法运行。请一并提供可直接打开的网页。",
        "en": "It needs a server to be shown ({names}), which is not run here. Hand over pages that open without one.",
    },
    "reason_picture_only": {
        "zh-hans": "参照只是一张图片（{name}）。机器无法可靠地拿图片与网页逐块比较，请人工认定。",
        "en": "The reference is only a picture ({name}). A machine cannot reliably compare it with a page block by "
        "block; people must decide.",
    },
    "reason_deadline": {
        "zh-hans": "在 {seconds} 秒期限内没有显示完，已强制停止。请卖家检查是否有死循环。",
        "en": "Not shown within its {seconds} seconds and stopped. The seller should look for an endless loop.",
    },
    "reason_memory": {
        "zh-hans": "占用内存超过 {limit_mb} MB，已强制停止。",
        "en": "Used more than {limit_mb} MB of memory and was stopped.",
    },
    "reason_disk": {
        "zh-hans": "写入磁盘超过 {limit_mb} MB，已强制停止。",
        "en": "Wrote more than {limit_mb} MB to disk and was stopped.",
    },
    "reason_processes": {
        "zh-hans": "开启的进程超过 {limit} 个，已强制停止。",
        "en": "Started more than {limit} processes and was stopped.",
    },
    "reason_page_never_settles": {
        "zh-hans": "页面一直停不下来（死循环或不断弹窗），没有画面可比。",
        "en": "The page never comes to rest (an endless loop, or dialogs without end); there is no picture to compare.",
    },
    "reason_page_crashed": {
        "zh-hans": "页面使浏览器崩溃，没有画面可比。",
        "en": "The page crashed the browser; there is no picture to compare.",
    },
    "reason_page_absent": {
        "zh-hans": "指定的页面不在其中。",
        "en": "The page named is not in the bundle.",
    },
    "reason_worker_failed": {
        "zh-hans": "检验程序中途停止（{said}）。请重新检验；若再次发生，请通知管理员。",
        "en": "The check stopped halfway ({said}). Run it again; if it happens again, tell the operator.",
    },
    "reason_reference_not_shown": {
        "zh-hans": "参照页 {page}（{width} px）无法显示：{why}。",
        "en": "The reference's page {page} ({width} px) could not be shown: {why}.",
    },
    "reason_delivery_not_shown": {
        "zh-hans": "交付页 {page}（{width} px）无法显示：{why}。",
        "en": "The delivery's page {page} ({width} px) could not be shown: {why}.",
    },
    "reason_nothing_compared": {
        "zh-hans": "没有一对页面可以比较。",
        "en": "There was no pair of pages to compare.",
    },
    "bad_widths": {
        "zh-hans": "看不懂宽度“{widths}”。请写成像素数，用逗号隔开，例如 1440,390（每个在 200 到 4000 之间）。",
        "en": "“{widths}” are not widths. Write pixels separated by commas, such as 1440,390 (each from 200 to 4000).",
    },
    "bad_mode": {
        "zh-hans": "没有“{mode}”这种方式。same 表示文字图片也要一样，own 表示约定可用自己的文字图片。",
        "en": "There is no mode “{mode}”: same means words and pictures count too, own that the seller may use others.",
    },
    "reason_archive_refused": {
        "zh-hans": "压缩包没有打开：{said}",
        "en": "The archive was not opened: {said}",
    },
}

FLAGS: Table = {
    "flag_picture_of_page": {
        "zh-hans": "交付的页面看起来只是一张页面截图，文字不是真正的文字。",
        "en": "The delivered page appears to be one picture of a page; its words are not text.",
    },
    "flag_overflow": {
        "zh-hans": "页面比窗口宽，需要左右滚动。",
        "en": "The page is wider than its window and scrolls sideways.",
    },
    "flag_hidden_text": {
        "zh-hans": "参照中看得见的文字，交付中写了却看不见。",
        "en": "Words seen on the reference are written in the delivery but cannot be seen.",
    },
    "flag_refused_resources": {
        "zh-hans": "页面依赖外部网站的文件（字体、图标、样式等），检验时不访问外网，因此可能与联网时看到的不同。",
        "en": "The pages depend on files of other sites (fonts, icons, styles). None is fetched during a check, so "
        "they may look different online.",
    },
    "flag_missing_files": {
        "zh-hans": "页面引用的一些文件不在交付中。",
        "en": "Some files the pages ask for are not in the delivery.",
    },
    "flag_script_errors": {"zh-hans": "页面脚本报错。", "en": "The pages' scripts report errors."},
    "flag_banner_set_aside": {
        "zh-hans": "Cookie 提示条已移开，不参与比较。",
        "en": "A cookie banner was set aside and not compared.",
    },
    "flag_page_cut": {
        "zh-hans": "页面过长，只比较了前 20000 像素。",
        "en": "The page is very long; only its first 20,000 pixels were compared.",
    },
    "flag_page_empty": {"zh-hans": "交付的页面是空白的。", "en": "The delivered page is blank."},
    "flag_page_absent": {
        "zh-hans": "参照中的一些页面在交付中没有对应页面。",
        "en": "Some pages of the reference have no counterpart in the delivery.",
    },
    "flag_pages_untried": {
        "zh-hans": "页面较多，只比较了前面一部分。",
        "en": "There are many pages; only the first ones were compared.",
    },
    "flag_phone_differs": {
        "zh-hans": "在手机宽度下明显不如电脑宽度相似。",
        "en": "Much less alike at a phone's width than at a desk's.",
    },
}

SHELF: Table = {
    "table_vetted": {
        "zh-hans": "由运营方的可信包架代答的外部地址",
        "en": "Addresses elsewhere, answered from the operator's shelf of vetted packages",
    },
    "table_lent": {
        "zh-hans": "交付页所用的外部样式、脚本和字体，取自参照存档（双方所见一致）",
        "en": "Styles, scripts and fonts elsewhere that the delivery uses, answered from the captured reference, so "
        "that both sides are shown with the same",
    },
    "table_not_vetted": {
        "zh-hans": "包架上没有、因此未访问的外部地址",
        "en": "Addresses elsewhere that stayed refused: the package is not on the shelf",
    },
    "table_range": {
        "zh-hans": "写的是版本范围、因此未代答的外部地址（范围所指的版本会变，无法复验）",
        "en": "Addresses elsewhere that stayed refused: they name a range of versions, and what a range means "
        "moves, so a repeat could differ",
    },
    "address": {"zh-hans": "地址", "en": "Address"},
    "package": {"zh-hans": "包", "en": "Package"},
    "file": {"zh-hans": "文件", "en": "File"},
    "sha256": {"zh-hans": "SHA-256", "en": "SHA-256"},
    "reason_vetted_absent": {
        "zh-hans": "GONGDAO_VETTED 指定的文件夹“{name}”不存在，因此没有打开网页。请运营方更正设置后重新检验。",
        "en": "The folder “{name}” that GONGDAO_VETTED names is not there, so the pages were not opened. The operator "
        "must correct the setting, then run the check again.",
    },
}

CHANGES: Table = {
    "done": {"zh-hans": "已完成", "en": "Done"},
    "partly": {"zh-hans": "部分完成", "en": "Partly done"},
    "not_done": {"zh-hans": "未做", "en": "Not done"},
    "wrong_object": {"zh-hans": "改错了对象", "en": "Done to the wrong thing"},
    "done_with_unagreed": {"zh-hans": "已完成，但同时动了未约定的地方", "en": "Done, with changes nobody agreed"},
    "cannot_tell": {"zh-hans": "无法判断", "en": "Cannot tell"},
    "unagreed_list": {"zh-hans": "未约定的改动 {count} 处", "en": "{count} changes nobody agreed"},
    "reason_already_so": {
        "zh-hans": "“{line}”在参照页上本来就成立，证明不了什么。请把约定写得更具体。",
        "en": "“{line}” was already so on the reference, so it proves nothing. Please agree on something "
        "more specific.",
    },
    "reason_page_not_compared": {
        "zh-hans": "“{line}”所说的页面在参照或交付中没有显示出来。",
        "en": "The page “{line}” speaks of was not shown on one of the two sides.",
    },
    "reason_unagreed_changes": {
        "zh-hans": "约定的改动都做了，另有 {count} 处未约定的改动，请人工查看是否可以接受。",
        "en": "What was agreed is done; {count} more things changed that nobody agreed. People must say whether that "
        "is acceptable.",
    },
    "reason_object_not_on_reference": {
        "zh-hans": "“{line}”所说的图片不在参照页上，无从判断是否更换。请按参照页上的文件名或替代文字来写。",
        "en": "The picture “{line}” speaks of is not on the reference, so nothing can be said of its replacement. Name "
        "it by its file or alternative text there.",
    },
    "reason_click_never_settles": {
        "zh-hans": "“{line}”：点击之后页面停不下来，在时限内没有画面可看。请卖家检查是否有死循环。",
        "en": "“{line}”: after the click the page never comes to rest, so there is nothing to look at. The seller "
        "should look for an endless loop.",
    },
    "reason_click_storm": {
        "zh-hans": "“{line}”：点击之后不断弹出对话框或新窗口，已停止。",
        "en": "“{line}”: after the click dialogs or windows came without end, so it was stopped.",
    },
    "reason_click_crashed": {
        "zh-hans": "“{line}”：点击使浏览器崩溃，没有画面可看。",
        "en": "“{line}”: the click crashed the browser, so there is nothing to look at.",
    },
    "reason_click_not_tried": {
        "zh-hans": "“{line}”：时限已到，没有来得及点击。请减少条目，或分几次检验。",
        "en": "“{line}”: the time was up before it was tried. Check fewer sentences at once.",
    },
    "reference_before_click": {"zh-hans": "参照：点击前", "en": "Reference, before the click"},
    "reference_after_click": {"zh-hans": "参照：点击后", "en": "Reference, after the click"},
    "delivery_before_click": {"zh-hans": "交付：点击前", "en": "Delivery, before the click"},
    "delivery_after_click": {"zh-hans": "交付：点击后", "en": "Delivery, after the click"},
    "why_already_so": {"zh-hans": "参照页上本来就是这样。", "en": "It was already so on the reference."},
    "why_page_not_compared": {"zh-hans": "这个页面没有显示出来。", "en": "That page was not shown."},
    "why_not_at_every_width": {"zh-hans": "不是每种宽度下都做到。", "en": "Not at every width."},
    "why_elsewhere": {"zh-hans": "有这一栏，但位置不对。", "en": "The section is there, but stands elsewhere."},
    "why_empty": {"zh-hans": "有标题，但下面没有内容。", "en": "The heading is there, with nothing below it."},
    "why_hidden": {"zh-hans": "网页里写了，但看不见。", "en": "It is written in the page and cannot be seen."},
    "why_place_absent": {
        "zh-hans": "页面上没有约定所说的那个位置（页头、页脚、栏目或文字）。",
        "en": "The part of the page that was meant (header, footer, section or text) is not there.",
    },
    "why_no_picture": {
        "zh-hans": "原来的图片没有了，但没有换上能显示的新图片。",
        "en": "The old picture is gone, and no other is shown in its place.",
    },
    "why_object_not_on_reference": {
        "zh-hans": "参照页上没有这张图片。",
        "en": "There is no such picture on the reference.",
    },
    "why_click_target_absent": {
        "zh-hans": "页面上没有可点的这个东西。",
        "en": "There is no such thing to click on the page.",
    },
    "why_click_target_covered": {
        "zh-hans": "被别的内容挡住，点不到。",
        "en": "Something lies over it, so a click does not reach it.",
    },
    "why_click_leads_out": {
        "zh-hans": "点击会离开网站；检验时不访问外部地址，也打不开本机文件。",
        "en": "The click leads off the site; other hosts are not visited during a check, and no file of the machine "
        "can be opened.",
    },
    "why_click_leads_nowhere": {
        "zh-hans": "点击去往约定的地址，但那里没有页面。",
        "en": "The click leads where it was agreed, and there is no page there.",
    },
    "why_click_nothing_to_hide": {
        "zh-hans": "点击之前就没有这段文字。",
        "en": "The text was not shown before the click either.",
    },
    "why_click_not_needed": {
        "zh-hans": "不点击也已经显示。",
        "en": "It is shown without the click as well.",
    },
    "why_click_never_settles": {"zh-hans": "点击之后页面停不下来。", "en": "After the click the page never rests."},
    "why_click_storm": {
        "zh-hans": "点击之后不断弹出对话框或新窗口。",
        "en": "After the click dialogs or windows came without end.",
    },
    "why_click_crashed": {"zh-hans": "点击使浏览器崩溃。", "en": "The click crashed the browser."},
    "why_click_not_tried": {"zh-hans": "没有来得及点击。", "en": "It was not tried in time."},
    "too_many_clicks": {
        "zh-hans": "第 {line} 行起，要点击的东西超过 {expected} 个（“{source}”）。请分成几份。",
        "en": "From line {line} on there are more than {expected} different clicks (“{source}”). Please split it up.",
    },
    "not_an_assertion": {
        "zh-hans": "第 {line} 行看不懂：“{source}”。请参照这样的写法：{expected}",
        "en": "Line {line} cannot be read: “{source}”. Write it like this: {expected}",
    },
    "no_assertions": {
        "zh-hans": "里面没有约定的改动。每行写一条，例如：{expected}",
        "en": "There is no agreed change in it. Write one a line, such as: {expected}",
    },
    "too_many_lines": {
        "zh-hans": "超过 {expected} 行。请分成几份。",
        "en": "There are more than {expected} lines. Please split it up.",
    },
    "not_read": {"zh-hans": "未能读懂，请自行写成一条", "en": "not understood; please write it yourself"},
    "document_too_large": {"zh-hans": "“{name}”太大，无法读取。", "en": "“{name}” is too large to read."},
    "document_not_a_document": {
        "zh-hans": "“{name}”不是可读的文档。请另存为 docx、md 或 txt。",
        "en": "“{name}” is not a document that can be read. Save it as docx, md or txt.",
    },
    "document_unknown_kind": {
        "zh-hans": "“{name}”的格式不支持。请另存为 docx、md 或 txt。",
        "en": "“{name}” is of a kind that is not read. Save it as docx, md or txt.",
    },
}

KINDS: Table = {
    "kind_imitation": {
        "zh-hans": "仿制检验：交付的网站像不像参照的网站",
        "en": "Imitation: does it look like its reference?",
    },
    "kind_changes": {"zh-hans": "改动检验：约定的修改是否做到", "en": "Changes: was what was agreed done?"},
}

WORDS: Table = {**FRAME, **LABELS, **REASONS, **FLAGS, **SHELF, **CHANGES, **KINDS}
"""Everything a report of these kinds needs."""
