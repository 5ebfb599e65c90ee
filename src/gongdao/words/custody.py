"""Words for custody: why a delivery was not taken, what was contained in one, why something cannot be handed over.

Each says what was found, why that matters, and what to do next; names and sizes come in as data. `CUSTODY` is looked
up with the code and data of `custody.faults.CustodyError` and `custody.unpacking.Note`.
"""

from .lookup import Table

CUSTODY: Table = {
    # -- names
    "name_absolute": {
        "zh-hans": "文件名“{name}”是一个绝对路径，解开时会写到别处去。请用相对路径重新打包。",
        "en": "“{name}” is an absolute path and would be written somewhere else. Pack again with relative paths.",
    },
    "name_traversal": {
        "zh-hans": "文件名“{name}”用“..”指向了包外面，因此整个交付没有收下。请去掉这样的路径重新打包。",
        "en": "“{name}” points out of the archive with “..”, so nothing was taken. Pack again without such paths.",
    },
    "name_nul": {
        "zh-hans": "文件名“{name}”里有空字符，不同的程序会读成不同的名字。请改名后重新打包。",
        "en": "“{name}” holds a NUL character; programs would read different names. Rename it and pack again.",
    },
    "name_empty": {
        "zh-hans": "包里有一个没有名字的文件（“{name}”）。请改名后重新打包。",
        "en": "The archive holds a file without a name (“{name}”). Name it and pack again.",
    },
    "name_too_long": {
        "zh-hans": "文件名“{name}”超过 {limit} 字节，很多系统存不下。请缩短后重新打包。",
        "en": "“{name}” is longer than {limit} bytes, more than many systems can store. Shorten it and pack again.",
    },
    "name_too_deep": {
        "zh-hans": "“{name}”套了 {depth} 层文件夹，最多 {limit} 层。请减少层数后重新打包。",
        "en": "“{name}” lies {depth} folders deep; {limit} are allowed. Flatten the folders and pack again.",
    },
    "name_twice": {
        "zh-hans": "包里有两个同名文件“{name}”，说不清交的是哪一个。请只留一个，重新打包。",
        "en": "The archive holds “{name}” twice, so nobody can say which was delivered. Keep one and pack again.",
    },
    "name_file_and_folder": {
        "zh-hans": "“{name}”既是文件又是文件夹。请改名后重新打包。",
        "en": "“{name}” is both a file and a folder. Rename one and pack again.",
    },
    "name_encoding_wrong": {
        "zh-hans": "包里的文件名声明为 UTF-8，实际却不是。请换一个打包程序重新打包。",
        "en": "The archive says its names are UTF-8 and they are not. Pack again with another program.",
    },
    "name_disguised": {
        "zh-hans": "文件名“{name}”里有看不见的或会改变文字方向的字符，已用“_”代替（存为“{stored}”）。",
        "en": "“{name}” holds invisible or direction-changing characters; replaced by “_” (kept as “{stored}”).",
    },
    "name_backslash": {
        "zh-hans": "“{name}”用反斜杠分隔路径，已按文件夹处理（存为“{stored}”）。",
        "en": "“{name}” separates its path by backslashes; they were taken for folders (kept as “{stored}”).",
    },
    "name_case_collision": {
        "zh-hans": "“{name}”与“{other}”在 Windows 和 macOS 上是同一个名字，已另存为“{stored}”。",
        "en": "“{name}” and “{other}” are one name on Windows and macOS; this one was kept as “{stored}”.",
    },
    "name_normal_collision": {
        "zh-hans": "“{name}”与“{other}”看起来一样，只是编码写法不同，已另存为“{stored}”。",
        "en": "“{name}” and “{other}” look alike and differ only in how they are encoded; kept as “{stored}”.",
    },
    "name_windows_reserved": {
        "zh-hans": "“{name}”是 Windows 保留的设备名，在 Windows 上打不开。",
        "en": "“{name}” is a name Windows keeps for devices; it cannot be opened there.",
    },
    "name_windows_unsafe": {
        "zh-hans": "“{name}”含有 Windows 不允许的字符，或以点、空格结尾。",
        "en": "“{name}” has characters Windows does not allow, or ends in a dot or space.",
    },
    "names_gb18030": {
        "zh-hans": "包里的文件名没有注明编码，按 GB18030（中文 Windows）读出，例如“{name}”。",
        "en": "The archive does not say how its names are encoded; they were read as GB18030, as “{name}”.",
    },
    "names_unknown_encoding": {
        "zh-hans": "有文件名读不出是什么编码，按字节显示为“{name}”。",
        "en": "Some names are in no encoding we know; their bytes are shown, as “{name}”.",
    },
    # -- links and special files
    "link_outside": {
        "zh-hans": "链接“{name}”指向包外的“{target}”，因此整个交付没有收下。请放入文件本身，重新打包。",
        "en": "The link “{name}” points outside, to “{target}”, so the delivery was not taken. Pack the file itself.",
    },
    "link_not_followed": {
        "zh-hans": "链接“{name}”（指向“{target}”）没有建立；它指向的文件照常保存。",
        "en": "The link “{name}” to “{target}” was left out; the file it points to is kept as it is.",
    },
    "special_file": {
        "zh-hans": "“{name}”不是普通文件（{kind}），不能收下。请去掉后重新打包。",
        "en": "“{name}” is not a plain file ({kind}) and cannot be taken. Leave it out and pack again.",
    },
    # -- sizes
    "bomb_ratio": {
        "zh-hans": "解开后的大小超过压缩包的 {limit} 倍，像是压缩炸弹，没有收下。若确有这样的数据，请不压缩地交付。",
        "en": "It unpacks to over {limit} times its size, as a bomb does. If the data are real, deliver uncompressed.",
    },
    "bomb_total": {
        "zh-hans": "解开后总共超过 {limit} 字节，没有收下。请分几次交付。",
        "en": "It unpacks to more than {limit} bytes in all and was not taken. Deliver it in parts.",
    },
    "bomb_file": {
        "zh-hans": "“{name}”超过单个文件的上限 {limit} 字节，没有收下。",
        "en": "“{name}” is larger than one file may be ({limit} bytes); the delivery was not taken.",
    },
    "bomb_count": {
        "zh-hans": "包里的条目超过 {limit} 个，没有收下。依赖包（如 node_modules）不必交付。",
        "en": "The archive has more than {limit} entries. Installed dependencies (node_modules) need not be delivered.",
    },
    "too_large": {
        "zh-hans": "上传超过 {limit} 字节的上限，已停止接收，没有留下任何内容。",
        "en": "The upload passed the limit of {limit} bytes and was stopped; nothing was kept.",
    },
    # -- zip
    "zip_broken": {
        "zh-hans": "这个 zip 已损坏，读不出来（{reason}）。请重新打包再交付。",
        "en": "This zip is broken and cannot be read ({reason}). Pack it again.",
    },
    "zip_encrypted": {
        "zh-hans": "“{name}”加了密码。加密的内容没有人能检验，请去掉密码再交付；交付由平台封存，对方拿不到。",
        "en": "“{name}” has a password, so nobody can check it. Deliver without: custody seals it from the other side.",
    },
    "zip_method": {
        "zh-hans": "“{name}”用了少见的压缩方法（编号 {method}）。请用普通的 zip 压缩重新打包。",
        "en": "“{name}” uses an unusual compression (method {method}). Pack again with ordinary zip compression.",
    },
    "zip_wrong_size": {
        "zh-hans": "“{name}”的实际大小与声明的 {announced} 字节不符，没有收下。",
        "en": "“{name}” is not the {announced} bytes it announces; the delivery was not taken.",
    },
    "zip_checksum": {
        "zh-hans": "“{name}”的校验和不对，内容在途中损坏或被改过。请重新打包再交付。",
        "en": "The checksum of “{name}” is wrong: it was damaged or altered. Pack it again.",
    },
    "zip_hidden_data": {
        "zh-hans": "“{name}”后面藏着目录里没有列出的数据，没有收下。",
        "en": "Behind “{name}” lie data that no directory lists; the delivery was not taken.",
    },
    "tar_hidden_data": {
        "zh-hans": "归档结束标记之后还藏着数据，没有收下。",
        "en": "Data lie behind the end of the archive, where nothing lists them; the delivery was not taken.",
    },
    "zip_names_disagree": {
        "zh-hans": "同一个文件在目录里叫“{name}”，在正文里叫“{other}”，没有收下。",
        "en": "One entry is called “{name}” in the directory and “{other}” beside its data; not taken.",
    },
    "zip_headers_disagree": {
        "zh-hans": "“{name}”在目录和正文里的说明互相矛盾，没有收下。",
        "en": "Directory and data disagree about how “{name}” is stored; the delivery was not taken.",
    },
    "zip_overlap": {
        "zh-hans": "“{name}”与“{other}”共用同一段数据，这是压缩炸弹的做法，没有收下。",
        "en": "“{name}” and “{other}” share the same bytes, as bombs do; the delivery was not taken.",
    },
    "zip_ambiguous": {
        "zh-hans": "这个 zip 有两份目录，不同的程序会看到不同的文件，没有收下。",
        "en": "This zip has two directories; programs would see different files. Pack it again.",
    },
    "zip_split": {
        "zh-hans": "这是分卷压缩的其中一卷。请合成一个文件再交付。",
        "en": "This is one volume of a split archive. Join the volumes and deliver one file.",
    },
    # -- tar
    "tar_broken": {
        "zh-hans": "这个 tar 已损坏，读不出来（{reason}）。请重新打包再交付。",
        "en": "This tar is broken and cannot be read ({reason}). Pack it again.",
    },
    "tar_sparse": {
        "zh-hans": "“{name}”是稀疏文件，不能收下。请用普通方式重新打包。",
        "en": "“{name}” is a sparse file and cannot be taken. Pack again without sparse files.",
    },
    "tar_no_end": {
        "zh-hans": "这个 tar 没有结束标记；已读到的文件是完整的。",
        "en": "This tar has no end mark; the files that were read are whole.",
    },
    "archive_cut": {
        "zh-hans": "压缩包在中间断了，后面的内容没有传到。请重新上传。",
        "en": "The archive breaks off in the middle; the rest did not arrive. Upload it again.",
    },
    # -- git
    "git_absent": {
        "zh-hans": "这台服务器没有安装 git，打不开 git bundle。请改交 zip。",
        "en": "git is not installed on this server, so a git bundle cannot be opened. Deliver a zip instead.",
    },
    "git_broken": {
        "zh-hans": "git 打不开这个 bundle（{reason}）。请用 git bundle create … --all 重新生成。",
        "en": "git cannot open this bundle ({reason}). Make it again with git bundle create … --all.",
    },
    "git_slow": {
        "zh-hans": "git 在 {seconds} 秒内没有读完，已停止。",
        "en": "git did not finish within {seconds} seconds and was stopped.",
    },
    "git_submodule": {
        "zh-hans": "子模块“{name}”只是一个指向别处的编号（{commit}），它的文件不在交付里。",
        "en": "The submodule “{name}” is only a number pointing elsewhere ({commit}); its files were not delivered.",
    },
    # -- forms
    "empty_delivery": {
        "zh-hans": "“{name}”是空的，里面什么也没有。",
        "en": "“{name}” is empty: zero bytes.",
    },
    "empty_archive": {
        "zh-hans": "“{name}”里没有任何文件。",
        "en": "“{name}” holds no file.",
    },
    "not_an_archive": {
        "zh-hans": "“{name}”叫做 zip，内容却不是 zip。请检查上传的是不是这个文件。",
        "en": "“{name}” is called a zip and is none. Check that this is the file you meant.",
    },
    "archive_not_opened": {
        "zh-hans": "“{name}”是 {kind} 格式，这里不解开，只作为一个文件封存；检验因此看不到里面。建议改交 zip。",
        "en": "“{name}” is {kind}, which is kept closed here; checks cannot look inside. A zip would let them.",
    },
    "nested_opened": {
        "zh-hans": "包里的“{name}”也解开了，共 {files} 个文件，在“{folder}”下。",
        "en": "“{name}” inside was opened too: {files} files under “{folder}”.",
    },
    "nested_not_opened": {
        "zh-hans": "包里的“{name}”还套着压缩包，不再往里解开。",
        "en": "“{name}” is an archive within an archive; it was left closed.",
    },
    "nested_refused": {
        "zh-hans": "包里的“{name}”没有解开（{because}），原样保存。",
        "en": "“{name}” inside was left closed ({because}) and kept as it is.",
    },
    # -- the store
    "not_held": {
        "zh-hans": "托管里没有这个文件。",
        "en": "Custody holds no such file.",
    },
    "order_erased": {
        "zh-hans": "这个订单的托管件已经删除，密钥已销毁，无法恢复。",
        "en": "What was in custody for this order has been erased; its key is destroyed and nothing can bring it back.",
    },
    "sealed_cut": {
        "zh-hans": "托管件的存储被截断了，不能交出。请通知运营方从备份恢复。",
        "en": "The stored form was cut short; it will not be handed out. The operator must restore it from a backup.",
    },
    "sealed_altered": {
        "zh-hans": "托管件的存储被改动过，不能交出。请通知运营方从备份恢复。",
        "en": "The stored form was altered; it will not be handed out. The operator must restore it from a backup.",
    },
    "sealed_swapped": {
        "zh-hans": "存储里放的是另一个文件，不能交出。请通知运营方从备份恢复。",
        "en": "Another file lies in its place; it will not be handed out. The operator must restore it from a backup.",
    },
    "order_key_altered": {
        "zh-hans": "这个订单的密钥记录被改动过，托管件打不开。请通知运营方从备份恢复。",
        "en": "The stored key of this order was altered; nothing can be opened. The operator must restore it.",
    },
    "order_name_wrong": {
        "zh-hans": "订单编号不能为空，也不能超过 200 个字符。",
        "en": "An order's name must have 1 to 200 characters.",
    },
    "master_key_wrong": {
        "zh-hans": "主密钥必须是 {expected} 字节。请检查托管主密钥的设置。",
        "en": "A master key has {expected} bytes. Check the setting of the custody master key.",
    },
    "master_key_unknown": {
        "zh-hans": "现有的主密钥都打不开这个订单的密钥。请检查是否换过主密钥而没有保留旧的。",
        "en": "No master key here opens this order's key. Was the master key changed without keeping the old one?",
    },
    "shelf_out_of_reach": {
        "zh-hans": "存储服务没有回应（{reason}）。没有丢失任何内容，请稍后再试。",
        "en": "The storage did not answer ({reason}). Nothing is lost; try again later.",
    },
    "target_not_empty": {
        "zh-hans": "解开用的文件夹不是空的，已停止，没有改动任何内容。",
        "en": "The folder to unpack into is not empty; nothing was changed.",
    },
    # -- scanning
    "virus_found": {
        "zh-hans": "病毒扫描在“{name}”里发现 {virus}，交付没有收下。若是误报，请联系运营方。",
        "en": "The virus scanner found {virus} in “{name}”; not taken. If this is a mistake, write to the operator.",
    },
    "clamd_unreachable": {
        "zh-hans": "病毒扫描服务连不上（{reason}），这次交付没有扫描。",
        "en": "The virus scanner could not be reached ({reason}); this delivery was not scanned.",
    },
    "clamd_size_limit": {
        "zh-hans": "文件超过病毒扫描服务的大小上限，没有扫描。",
        "en": "The file is larger than the virus scanner takes; it was not scanned.",
    },
    "clamd_unclear": {
        "zh-hans": "病毒扫描服务的回答看不懂（{answer}），按没有扫描处理。",
        "en": "The virus scanner gave an unclear answer ({answer}); this counts as not scanned.",
    },
    "clamd_address_wrong": {
        "zh-hans": "病毒扫描服务的地址“{address}”不对，应为套接字路径或“主机:端口”。",
        "en": "“{address}” is no address of a virus scanner: give a socket's path or host:port.",
    },
    # -- inspection
    "mark_empty": {
        "zh-hans": "没有水印文字，图片不能给出。",
        "en": "Without a mark no picture is given out.",
    },
    "picture_unreadable": {
        "zh-hans": "这张截图读不出来，因此不显示。",
        "en": "This picture cannot be read and is not shown.",
    },
}
