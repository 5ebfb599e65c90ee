"""Words for captures of addresses: why an address was not captured, or is not in the archive.

`CAPTURE` is looked up with the code and data of a `Reason` or a `Missed` of `checks.capture.live`. What only the render
can say (`not_rendered`) has its words beside the checks'.
"""

from .lookup import Table

CAPTURE: Table = {
    # -- addresses that are not public
    "address_loopback": {
        "zh-hans": "“{host}”指向本服务器自己（{number}）。存档只访问公网地址，请填写任何人都打得开的网址。",
        "en": "“{host}” leads to this server itself ({number}). Captures reach public addresses only; give one that "
        "anybody can open.",
    },
    "address_unspecified": {
        "zh-hans": "“{host}”指向空地址（{number}），不是公网地址。请填写任何人都打得开的网址。",
        "en": "“{host}” leads to the empty address ({number}), which is no public one. Give one that anybody can open.",
    },
    "address_private": {
        "zh-hans": "“{host}”是内网地址（{number}），公网上打不开。请改用公开网址，或把网页文件作为参照上传。",
        "en": "“{host}” is an address of a private network ({number}). Give a public one, or upload the page's files.",
    },
    "address_shared": {
        "zh-hans": "“{host}”是运营商内部地址（{number}），公网上打不开。请改用公开网址，或上传文件。",
        "en": "“{host}” is an address inside a carrier's network ({number}). Give a public one, or upload files.",
    },
    "address_link_local": {
        "zh-hans": "“{host}”只在本地网段有效（{number}）。请改用公开网址，或上传文件。",
        "en": "“{host}” is valid on one network segment only ({number}). Give a public address, or upload files.",
    },
    "address_metadata": {
        "zh-hans": "“{host}”是云主机查询自身信息的地址（{number}），一律不访问。",
        "en": "“{host}” is where cloud machines ask about themselves ({number}); it is never fetched.",
    },
    "address_multicast": {
        "zh-hans": "“{host}”是组播地址（{number}），不是一个网站。",
        "en": "“{host}” is a multicast address ({number}) and no site.",
    },
    "address_reserved": {
        "zh-hans": "“{host}”是保留地址（{number}），公网上不存在。",
        "en": "“{host}” is a reserved address ({number}) that does not exist on the internet.",
    },
    "address_mapped": {
        "zh-hans": "“{host}”把 IPv4 地址写成了 IPv6 形式（{number}），这种写法一律不访问。",
        "en": "“{host}” is an IPv4 address in IPv6 clothing ({number}); that form is never fetched.",
    },
    "address_6to4": {
        "zh-hans": "“{host}”是 6to4 过渡地址（{number}），一律不访问。",
        "en": "“{host}” is a 6to4 address ({number}); that form is never fetched.",
    },
    "address_teredo": {
        "zh-hans": "“{host}”是 Teredo 隧道地址（{number}），一律不访问。",
        "en": "“{host}” is a Teredo address ({number}); that form is never fetched.",
    },
    "address_nat64": {
        "zh-hans": "“{host}”是 NAT64 转换地址（{number}），一律不访问。",
        "en": "“{host}” is a NAT64 address ({number}); that form is never fetched.",
    },
    "address_compatible": {
        "zh-hans": "“{host}”是旧式 IPv4 兼容地址（{number}），一律不访问。",
        "en": "“{host}” is an old IPv4-compatible address ({number}); that form is never fetched.",
    },
    # -- addresses that cannot be asked
    "address_unreadable": {
        "zh-hans": "这不是一个能读懂的网址。请从浏览器地址栏完整复制。",
        "en": "This is no readable address. Copy it whole from the browser's address bar.",
    },
    "scheme_refused": {
        "zh-hans": "只能存档 http 或 https 网址，不能是“{scheme}”。",
        "en": "Only http and https addresses can be captured, not “{scheme}”.",
    },
    "userinfo_refused": {
        "zh-hans": "网址里带有“{host}”的用户名或密码。存档会给双方看，请去掉后重试；要登录才能看的页面请上传文件。",
        "en": "The address holds a user name or password for “{host}”. Both sides will see the capture: take it out. "
        "Upload files of a page that needs signing in.",
    },
    "port_refused": {
        "zh-hans": "“{host}”的端口 {port} 不在允许之列（只允许 80 和 443）。",
        "en": "Port {port} of “{host}” is not allowed; 80 and 443 are.",
    },
    "host_unknown": {
        "zh-hans": "查不到主机“{host}”。请检查网址有没有写错。",
        "en": "No host “{host}” is known. Check the address.",
    },
    "not_reachable": {
        "zh-hans": "连不上“{host}”（{said}）。请确认网站开着，稍后再试。",
        "en": "“{host}” could not be reached ({said}). Make sure the site is up and try again later.",
    },
    "tls_failed": {
        "zh-hans": "与“{host}”的加密连接没有建立（{said}），多半是证书有问题。",
        "en": "No secure connection to “{host}” ({said}); its certificate is probably wrong.",
    },
    "too_slow": {
        "zh-hans": "“{host}”太慢，在限定时间内没有答完。请稍后再试。",
        "en": "“{host}” did not finish answering in time. Try again later.",
    },
    "not_http": {
        "zh-hans": "“{host}”的回答不是网页服务器该有的样子。",
        "en": "What “{host}” answered is not what a web server says.",
    },
    "too_many_redirects": {
        "zh-hans": "转了 {limit} 次还没到页面。请直接填写最后打开的网址。",
        "en": "More than {limit} redirects. Give the address the browser ends at.",
    },
    "status": {
        "zh-hans": "网站回答 {status}，没有给出内容。有的网站拒绝机器访问：请在浏览器里保存网页后上传。",
        "en": "The site answered {status} and gave nothing. Some sites turn machines away: save the page in a browser "
        "and upload it.",
    },
    "file_too_large": {
        "zh-hans": "内容超过上限（{limit} 字节），没有保存。",
        "en": "More than the limit ({limit} bytes); not kept.",
    },
    "encoding_unknown": {
        "zh-hans": "内容用“{encoding}”压缩，这里解不开。",
        "en": "It is packed as “{encoding}”, which is not unpacked here.",
    },
    "body_cut": {
        "zh-hans": "内容没有传完就断了。请稍后再试。",
        "en": "It broke off before its end. Try again later.",
    },
    # -- the capture as a whole
    "capture_off": {
        "zh-hans": "本平台关闭了网页存档（{setting}）。请把网页文件作为参照上传。",
        "en": "Captures are off on this platform ({setting}). Upload the page's files as the reference.",
    },
    "not_a_page": {
        "zh-hans": "这个网址给出的不是网页（{content_type}）。文件请直接上传。",
        "en": "What this address gives is no web page ({content_type}). Upload a file as a file.",
    },
    "not_a_get": {
        "zh-hans": "页面脚本用 {method} 方式请求它，存档只读取、不提交。",
        "en": "The page's scripts ask for it by {method}; a capture reads and never submits.",
    },
    "too_many_files": {
        "zh-hans": "已达到一次存档的文件数上限（{limit}）。",
        "en": "A capture takes no more than {limit} files.",
    },
    "too_many_bytes": {
        "zh-hans": "已达到一次存档的总大小上限（{limit} 字节）。",
        "en": "A capture takes no more than {limit} bytes.",
    },
    "too_late": {
        "zh-hans": "一次存档的时间（{seconds} 秒）已用完。",
        "en": "The time for one capture ({seconds} seconds) was over.",
    },
    # -- at the command line
    "captured": {
        "zh-hans": "已于 {at} 从 {address} 存档：{pages} 个页面、{files} 个文件，SHA-256 {sha256}",
        "en": "Captured from {address} at {at}: {pages} pages, {files} files, SHA-256 {sha256}",
    },
    "missing": {"zh-hans": "没有取到 {address}：{why}", "en": "Not had: {address}: {why}"},
    "missing_more": {"zh-hans": "另有 {n} 处没有取到", "en": "{n} more were not had"},
    "pages_left_out": {
        "zh-hans": "同站还有 {n} 个链接的页面没有取（--pages 可增加）",
        "en": "{n} more linked pages of the site were not fetched (--pages takes more)",
    },
    "not_shown": {
        "zh-hans": "没有全部在浏览器里打开，只有脚本才会去取的内容可能缺失：{why}",
        "en": "Not all of it was opened in a browser, so what only scripts ask for may be lacking: {why}",
    },
    "not_asked": {"zh-hans": "没有要求打开。", "en": "it was not asked for."},
    "output_exists": {
        "zh-hans": "“{name}”已经存在，不会覆盖。请换一个文件名。",
        "en": "“{name}” exists and is not overwritten. Choose another name.",
    },
    "setting_wrong": {"zh-hans": "设置有误：{said}", "en": "A setting is wrong: {said}"},
    # -- asking for one
    "capture_too_often": {
        "zh-hans": "您在一小时内已要求存档 {limit} 次。请过一会儿再试。",
        "en": "You asked for {limit} captures within an hour. Try again a little later.",
    },
    "no_address": {
        "zh-hans": "参照栏里没有 http 或 https 开头的网址，没有可存档的页面。",
        "en": "There is no address beginning with http or https in the reference, so there is no page to capture.",
    },
    "not_kept": {
        "zh-hans": "网页取到了，但存档没有被平台收下（{fault}）。请稍后再试，或上传文件。",
        "en": "The page was fetched, but its archive was not taken into custody ({fault}). Try again later, or "
        "upload files.",
    },
}
