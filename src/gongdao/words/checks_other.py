"""Words for the dataset, works, starts and same checks, and for what the runner says of itself.

`GROUNDS` names each kind of ground, with `about_…` where a sentence helps; `REASONS` says why a check cannot tell and
what to do next. `WORDS` is all that the page of such a report needs.
"""

from .checks_imitation import WORDS as SHARED
from .lookup import Table

KINDS: Table = {
    "kind_dataset": {"zh-hans": "数据检验", "en": "Data"},
    "kind_works": {"zh-hans": "网站能否正常使用", "en": "Does the site work"},
    "kind_starts": {"zh-hans": "程序能否启动", "en": "Does it start"},
    "kind_same": {"zh-hans": "是否没有照搬以往的交付", "en": "Is it no copy of what came before"},
}

GROUNDS: Table = {
    # -- dataset
    "encoding": {"zh-hans": "文字编码", "en": "Encoding"},
    "row_broken": {"zh-hans": "读不通的行", "en": "Rows that do not fit"},
    "rows": {"zh-hans": "行数", "en": "Number of rows"},
    "fields": {"zh-hans": "约定的字段都在", "en": "All agreed fields are there"},
    "field_missing": {"zh-hans": "缺少的字段", "en": "Missing fields"},
    "field_extra": {"zh-hans": "约定之外的字段", "en": "Fields beyond the agreed ones"},
    "filled": {"zh-hans": "填写率（%）", "en": "Filled (%)"},
    "empty_like": {"zh-hans": "等于没填的值", "en": "Values that say nothing"},
    "about_empty_like": {
        "zh-hans": "如“暂无”“N/A”“-”，算作没有填写。",
        "en": "Such as “N/A”, “-” or “暂无”; they count as not filled.",
    },
    "type": {"zh-hans": "类型不符的值", "en": "Values of the wrong type"},
    "unit_left": {"zh-hans": "数字里留着单位", "en": "Units left in numbers"},
    "range": {"zh-hans": "超出范围的值", "en": "Values out of range"},
    "pattern": {"zh-hans": "格式不符的值", "en": "Values that do not fit the pattern"},
    "allowed": {"zh-hans": "不在约定取值之内", "en": "Values not among the agreed ones"},
    "unique": {"zh-hans": "应当唯一却重复的值", "en": "Values that should be unique and are not"},
    "key": {"zh-hans": "主键重复", "en": "Rows that share their key"},
    "constant": {"zh-hans": "整列都是同一个值", "en": "The same value in every row"},
    "replacement": {"zh-hans": "无法显示的字符（�）", "en": "Replacement characters (�)"},
    "entity": {"zh-hans": "残留的 HTML 转义", "en": "HTML entities left in"},
    "mojibake": {"zh-hans": "乱码", "en": "Text decoded wrongly"},
    "fresh": {"zh-hans": "够新的行（%）", "en": "Rows that are fresh enough (%)"},
    "duplicate_exact": {"zh-hans": "完全重复的行（%）", "en": "Exact duplicates (%)"},
    "duplicate_near": {"zh-hans": "近似重复的行（%）", "en": "Near duplicates (%)"},
    "about_duplicate_near": {
        "zh-hans": "文字相似度不低于 85，或电话相同且不低于 60。超过 5000 行时只在分组内比较，结果是下限。",
        "en": "At least 85 alike as text, or the same phone and at least 60. Above 5,000 rows only blocks are "
        "compared, so the figure is a lower bound.",
    },
    "image_present": {"zh-hans": "图片在且打得开（%）", "en": "Pictures there and readable (%)"},
    "image_small": {"zh-hans": "小于约定尺寸的图片", "en": "Pictures smaller than agreed"},
    "image_same": {"zh-hans": "互不相同的图片（%）", "en": "Pictures that differ from each other (%)"},
    "sample": {"zh-hans": "抽样与来源页面相符（%）", "en": "Sampled rows found on the source pages (%)"},
    # -- works
    "page_not_shown": {"zh-hans": "打不开的页面", "en": "Pages that could not be shown"},
    "broken_link": {"zh-hans": "点了没有去处的链接", "en": "Links that lead nowhere"},
    "broken_anchor": {"zh-hans": "页内没有的锚点", "en": "Anchors that are not on the page"},
    "missing_file": {"zh-hans": "缺少的文件", "en": "Missing files"},
    "script_error": {"zh-hans": "脚本报错", "en": "Errors in scripts"},
    "form_present": {"zh-hans": "约定的表单在", "en": "The agreed form is there"},
    "form_missing": {"zh-hans": "约定的表单不在", "en": "The agreed form is missing"},
    "form_field_missing": {"zh-hans": "表单缺少的字段", "en": "Fields missing from a form"},
    "form_cannot_send": {"zh-hans": "表单没有提交按钮", "en": "The form has nothing to send it by"},
    "too_heavy": {"zh-hans": "超过约定大小的页面（字节）", "en": "Pages heavier than agreed (bytes)"},
    "overflow": {"zh-hans": "比窗口宽的页面（像素）", "en": "Pages wider than their window (pixels)"},
    # -- starts
    "answered": {"zh-hans": "已启动并给出页面", "en": "It started and answered"},
    "answered_error": {"zh-hans": "已启动，但页面报错", "en": "It started and answered with an error"},
    "text_missing": {"zh-hans": "页面上没有约定的文字", "en": "The agreed text is not on the page"},
    "ended_well": {"zh-hans": "运行完毕，正常结束", "en": "It ran and ended well"},
    "ended_with": {"zh-hans": "出错退出", "en": "It ended with an error"},
    "ended_without_serving": {"zh-hans": "没有提供页面就结束了", "en": "It ended without serving anything"},
    "not_listening": {"zh-hans": "启动了，但一直没有开始服务", "en": "It ran and never began to listen"},
    "no_answer": {"zh-hans": "开始服务了，但不回答", "en": "It listened and never answered"},
    # -- same
    "equal_file": {"zh-hans": "逐字节相同的文件", "en": "Files equal to the byte"},
    "alike_file": {"zh-hans": "文字大部分相同的文件（%）", "en": "Files whose text is mostly the same (%)"},
    # -- tables
    "table_failed": {"zh-hans": "不符合约定", "en": "Not as agreed"},
    "table_cannot_tell": {"zh-hans": "机器无法判断", "en": "Cannot tell"},
    "table_seen": {"zh-hans": "看到的情况", "en": "What was seen"},
    "table_passed": {"zh-hans": "符合约定", "en": "As agreed"},
    "table_fields": {"zh-hans": "各字段概况", "en": "The fields"},
    "table_sample": {"zh-hans": "前几行", "en": "The first rows"},
    "table_pages": {"zh-hans": "各页面", "en": "The pages"},
    "table_shares": {"zh-hans": "相同的比例", "en": "How much is the same"},
    "table_said": {"zh-hans": "程序的输出", "en": "What it printed"},
    "rule": {"zh-hans": "检验项", "en": "Rule"},
    "where": {"zh-hans": "位置", "en": "Where"},
    "found": {"zh-hans": "实际", "en": "Found"},
    "agreed": {"zh-hans": "约定", "en": "Agreed"},
    "field": {"zh-hans": "字段", "en": "Field"},
    "filled_rows": {"zh-hans": "已填的行", "en": "Rows filled"},
    "empty": {"zh-hans": "空", "en": "Empty"},
    "distinct": {"zh-hans": "不同的值", "en": "Distinct"},
    "first": {"zh-hans": "最小", "en": "First"},
    "last": {"zh-hans": "最大", "en": "Last"},
    "row": {"zh-hans": "行", "en": "Row"},
    "page": {"zh-hans": "页面", "en": "Page"},
    "bytes": {"zh-hans": "字节", "en": "Bytes"},
    "requests": {"zh-hans": "请求数", "en": "Requests"},
    "compared_with": {"zh-hans": "比较对象", "en": "Compared with"},
    "percent": {"zh-hans": "相同比例（%）", "en": "Same (%)"},
    "equal": {"zh-hans": "完全相同的文件", "en": "Equal files"},
    "alike": {"zh-hans": "大部分相同的文件", "en": "Alike files"},
    "files": {"zh-hans": "文件总数", "en": "Files"},
    "line": {"zh-hans": "输出", "en": "Output"},
}

REASONS: Table = {
    # -- dataset
    "reason_file_missing": {
        "zh-hans": "交付里没有约定的数据文件“{file}”。",
        "en": "The agreed file “{file}” is not in the delivery.",
    },
    "reason_no_table": {
        "zh-hans": "交付里找不到数据表。请在约定里写明文件名，或交付 CSV、JSON、XLSX、SQLite、SQL 文件。",
        "en": "No table was found. Name the file in the contract, or deliver CSV, JSON, XLSX, SQLite or SQL.",
    },
    "reason_several_tables": {
        "zh-hans": "有好几张表（{names}），不知道约定指的是哪一张。请在约定里写明 file 或 table。",
        "en": "There are several tables ({names}) and the contract does not say which. Set file or table in it.",
    },
    "reason_too_many_columns": {
        "zh-hans": "表有 {count} 列，超过 {limit} 列，多半是分隔符不对。",
        "en": "The table has {count} columns, more than {limit}; the separator is probably another.",
    },
    "reason_format_unknown": {
        "zh-hans": "认不出“{file}”的格式。请在约定里写明 format。",
        "en": "The format of “{file}” is not known. Set format in the contract.",
    },
    "reason_table_broken": {
        "zh-hans": "按 {format} 读不出来：{reason}",
        "en": "It cannot be read as {format}: {reason}",
    },
    "reason_table_empty": {"zh-hans": "文件里没有数据。", "en": "The file holds no data."},
    "reason_table_too_large": {
        "zh-hans": "文件展开后超过 {limit} 字节，没有读。请分成几个文件。",
        "en": "The file is larger than {limit} bytes and was not read. Split it.",
    },
    "reason_too_many_rows": {
        "zh-hans": "表超过 {limit} 行，没有读完。请分成几个文件。",
        "en": "The table has more than {limit} rows and was not read to its end. Split it.",
    },
    "reason_too_many_rows_for_near": {
        "zh-hans": "表有 {rows} 行，近似重复只检验到 {limit} 行。",
        "en": "With {rows} rows near duplicates were not looked for; the limit is {limit}.",
    },
    "reason_source_missing": {
        "zh-hans": "约定要求与来源页面核对，但没有固定下来的来源页面。请在立约时上传来源页面。",
        "en": "Rows are to be held against the source pages, and none were pinned. Pin them when agreeing.",
    },
    "reason_sample_doubt": {
        "zh-hans": "抽查 {tried} 行，{hits} 行相符；样本太小，还不能断定整张表是否达标。请加大抽样。",
        "en": "{hits} of {tried} sampled rows were found: too few to speak for the whole table. Sample more.",
    },
    # -- works
    "reason_pages_untried": {
        "zh-hans": "还有 {count} 个页面没有打开看（{names}）；链接和文件已全部核对。",
        "en": "{count} more pages were not shown ({names}); their links and files were read all the same.",
    },
    "reason_errors_with_refused": {
        "zh-hans": "页面用到外部地址（{hosts}），检验时不访问，脚本报错可能因此而起。请把所需文件一并交付。",
        "en": "The page needs other hosts ({hosts}), which are not visited; its errors may come from that. "
        "Deliver those files with the site.",
    },
    # -- starts
    "reason_run_unknown": {
        "zh-hans": "看不出该怎样运行（{names}）。请在约定里写明运行方式。",
        "en": "How to run it cannot be told from its files ({names}). Say so in the agreement.",
    },
    "reason_run_folder_missing": {
        "zh-hans": "约定的运行目录“{folder}”不在交付里。",
        "en": "The folder to run it in, “{folder}”, is not in the delivery.",
    },
    "reason_needs_interpreter": {
        "zh-hans": "需要 {name} {wanted}，这里没有，所以不知道能不能启动。",
        "en": "It needs {name} {wanted}, which is not present here, so whether it starts is not known.",
    },
    "reason_needs_version": {
        "zh-hans": "需要 {name} {wanted}，这里只有 {present}，所以不知道能不能启动。",
        "en": "It needs {name} {wanted}; here is {present}, so whether it starts is not known.",
    },
    "reason_needs_extension": {
        "zh-hans": "需要 {name} 的扩展 {extension}，这里没有安装，所以不知道能不能启动。",
        "en": "It needs the {name} extension {extension}, which is not installed here, so whether it starts is not "
        "known.",
    },
    "reason_version_unreadable": {
        "zh-hans": "约定的 {name} 版本“{wanted}”看不懂。请写成 8.1、>=7.4 或 ^8.0 这样。",
        "en": "“{wanted}” cannot be read as a version of {name}. Write it like 8.1, >=7.4 or ^8.0.",
    },
    "reason_needs_package": {
        "zh-hans": "它声明需要依赖包 {name}，检验环境不联网，没有安装。把依赖一并交付即可检验。",
        "en": "It lists the package {name}, which is not installed here, where there is no network. Deliver it with "
        "its packages.",
    },
    "reason_needs_service": {
        "zh-hans": "它要连接 {name}，检验环境里没有。",
        "en": "It wants to reach {name}, which is not present here.",
    },
    "reason_needs_network": {
        "zh-hans": "它要访问互联网，检验环境不联网。",
        "en": "It wants to reach the internet, and there is no network here.",
    },
    "reason_no_folder": {
        "zh-hans": "“{name}”只是一个文件，没有可运行的程序。",
        "en": "“{name}” is a single file; there is no program to run.",
    },
    "reason_stopped": {
        "zh-hans": "运行超过限制（{limit}），已停止。",
        "en": "It passed a limit ({limit}) and was stopped.",
    },
    "reason_probe_lost": {
        "zh-hans": "程序结束了负责观察它的进程，结果不可信。",
        "en": "The program ended the one that watched it, so there is nothing to believe.",
    },
    # -- same
    "reason_nothing_to_compare_with": {
        "zh-hans": "没有可比较的以往交付或参照。",
        "en": "There is no earlier delivery and no reference to compare with.",
    },
    "reason_nothing_of_its_own": {
        "zh-hans": "除公共库和空文件外，交付里没有自己的文件。",
        "en": "Besides common libraries and empty files the delivery has nothing of its own.",
    },
    # -- runner
    "reason_check_deadline": {
        "zh-hans": "检验超过 {seconds} 秒，已停止。请人工查看，或由运营方放宽时限。",
        "en": "The check took longer than {seconds} seconds and was stopped. A person must look.",
    },
    "reason_check_limit": {
        "zh-hans": "检验超过资源限制（{limit}），已停止。请人工查看。",
        "en": "The check passed a limit of the machine ({limit}) and was stopped. A person must look.",
    },
    "reason_check_crashed": {
        "zh-hans": "检验程序自己出错了（{said}），试了两次。这不是交付的问题，请运营方查看。",
        "en": "The check itself failed, twice ({said}). The delivery is not to blame; the operator must look.",
    },
    # -- the command line
    "bad_question": {
        "zh-hans": "{path}：应为 {expected}，实际为 {got}",
        "en": "{path}: expected {expected}, got {got}",
    },
    "nothing_given": {"zh-hans": "（没有）", "en": "nothing"},
    "not_there": {"zh-hans": "没有“{name}”这个文件或文件夹。", "en": "There is no file or folder “{name}”."},
}

VETTING: Table = {
    "vet_no_shelf": {
        "zh-hans": "没有可信包架。请用 --into 指定文件夹，或设置 {setting}。",
        "en": "There is no shelf. Name its folder with --into, or set {setting}.",
    },
    "vet_done": {
        "zh-hans": "已上架：{package}，{files} 个文件，压缩包 SHA-256 {sha256}",
        "en": "on the shelf: {package}, {files} files, archive SHA-256 {sha256}",
    },
    "vet_already": {
        "zh-hans": "架上已有，内容相同：{package}，{files} 个文件，压缩包 SHA-256 {sha256}",
        "en": "already on the shelf, and the same: {package}, {files} files, archive SHA-256 {sha256}",
    },
    "vet_absent": {"zh-hans": "没有“{name}”这个文件。", "en": "There is no file “{name}”."},
    "vet_refused": {"zh-hans": "“{name}”没有上架：{said}", "en": "“{name}” was not taken: {said}"},
    "vet_altered": {
        "zh-hans": "“{name}”没有上架：其中的“{path}”无法原样保存，架上的包必须与原包一字不差。",
        "en": "“{name}” was not taken: “{path}” in it cannot be kept as it is, and a package on the shelf must be the "
        "package that was packed.",
    },
    "vet_no_package": {
        "zh-hans": "“{name}”不是 npm 包：里面应当只有一个文件夹，带有写明 name 和 version 的 package.json。",
        "en": "“{name}” is no npm package: it must hold one folder with a package.json that says name and version.",
    },
    "vet_bad_name": {
        "zh-hans": "“{name}”没有上架：“{said}”不是完整的包名与版本。",
        "en": "“{name}” was not taken: “{said}” is no whole name and version.",
    },
    "vet_differs": {
        "zh-hans": "{package} 没有上架：架上已有同名同版本而内容不同的包，检验报告用过它，不能替换；请先查明来源。",
        "en": "{package} was not taken: the shelf has another one of that name and version. Reports were made with "
        "it, so it is not replaced; find out first where the two came from.",
    },
}

WORDS: Table = {**SHARED, **KINDS, **GROUNDS, **REASONS}
