"""What the command line's help says, in both languages."""

from gongdao.cli.language import say

TEXTS: dict[str, dict[str, str]] = {
    "gongdao": {
        "zh": ("公道：定制工作的托管与争议处理。约定逐项写明，款项托管，交付封存，争议逐项认定，金额可由任何人重算。"),
        "en": (
            "Gongdao: escrow and dispute resolution for custom work. Agreed item by item, held, delivered"
            " into custody, decided on findings, recomputable by anyone."
        ),
    },
    "ledger": {
        "zh": "托管账：导出为 hledger 可核对的账本",
        "en": "The escrow ledger",
    },
    "check": {
        "zh": "检验：把交付物与约定相比，不需要服务器",
        "en": "Compare a delivery with what was ordered, without a server",
    },
    "json": {
        "zh": "输出 JSON",
        "en": "print JSON",
    },
    "lang": {
        "zh": "语言：zh 或 en",
        "en": "language: zh or en",
    },
    "data": {
        "zh": "数据目录（默认取 GONGDAO_DATA）",
        "en": "data folder (default: GONGDAO_DATA)",
    },
    "demo": {
        "zh": "启动内置数据库，逐步走完样例订单，提供网页，并给每个角色打印一个登录链接",
        "en": ("Start an embedded database, live the sample orders, serve them, print a sign-in link per role"),
    },
    "demo_check": {
        "zh": "不开网页：走完样例，导出并核验卷宗，打印金额后退出",
        "en": ("no pages: live the founding case to its end, export and verify its bundle, print the sums, exit"),
    },
    "demo_award": {
        "zh": "认定后的金额：200、300 或 400",
        "en": "what is found: 200, 300 or 400",
    },
    "port": {
        "zh": "端口（demo 中 0 为任选）",
        "en": "port (in demo, 0: any free one)",
    },
    "award_wrong": {
        "zh": "--award 只能是 200、300 或 400",
        "en": "--award is 200, 300 or 400",
    },
    "serve": {
        "zh": "提供网页：数据保存在所示目录，可用 DATABASE_URL 指定数据库",
        "en": "Serve the pages: data stays in the folder it names; DATABASE_URL is honoured",
    },
    "host": {
        "zh": "监听地址",
        "en": "address to listen on",
    },
    "workers": {
        "zh": "网页进程数",
        "en": "page processes",
    },
    "worker": {
        "zh": "只运行后台：到期事项、检验、签名",
        "en": "Run the background worker alone: clocks, checks, checkpoints",
    },
    "export": {
        "zh": "把一份订单的卷宗导出为可独立核验的文件",
        "en": "Export an order's record as a file anyone can verify",
    },
    "order": {
        "zh": "订单编号",
        "en": "order number",
    },
    "output": {
        "zh": "输出文件（.zip）",
        "en": "file to write (.zip)",
    },
    "viewer": {
        "zh": "以某人所见导出：编号或用户名；省略则为全文",
        "en": "as this person sees it (id or username); else whole",
    },
    "files": {
        "zh": "附上文件",
        "en": "include files",
    },
    "ledger_export": {
        "zh": "打印 hledger 账本",
        "en": "Print the journal, for hledger check",
    },
    "journal": {
        "zh": "输出文件（默认标准输出）",
        "en": "file (default: standard output)",
    },
    "manage": {
        "zh": "管理命令：grant、signinlink、audit、rebuild、rotatekey，以及 Django 自带的",
        "en": "Management: grant, signinlink, audit, rebuild, rotatekey, and Django's own",
    },
    "verify": {
        "zh": "独立核验一份导出的卷宗（不需要网络与数据库）",
        "en": "Verify an exported record, offline",
    },
    "bundle": {
        "zh": "卷宗文件（.zip）",
        "en": "the bundle (.zip)",
    },
    "key": {
        "zh": "另行取得的平台公钥（或其文件）",
        "en": "the platform's key, got by another way (or a file)",
    },
    "older": {
        "zh": "自己留存的同一订单的旧副本：核对它之后是否只增未改",
        "en": "an older copy of the same order that you kept: has the record only grown since?",
    },
    "assess": {
        "zh": "由认定计算救济方案与金额，列出推导",
        "en": "Compute remedies and sums from findings, with the derivation",
    },
    "findings": {
        "zh": "认定文件（.toml 或 .json）；- 表示从标准输入读 JSON",
        "en": "the findings, .toml or .json; - reads JSON from standard input",
    },
    "rules": {
        "zh": "列出规则集与每条规则",
        "en": "List the rule sets, and every rule of one",
    },
    "rule_set": {
        "zh": "规则集，如 cn-2021",
        "en": "a rule set, as cn-2021",
    },
    "capture": {
        "zh": "把一个网址的页面连同所需文件取下来，存成一个可作参照的存档",
        "en": "Fetch the page at an address, with what it needs, into an archive that serves as a reference",
    },
    "capture_address": {
        "zh": "http 或 https 网址；只访问公网地址，GONGDAO_CAPTURE 可另加内网主机或网段",
        "en": "an http or https address; only public ones are reached, GONGDAO_CAPTURE may add hosts and networks",
    },
    "capture_output": {
        "zh": "要写的存档（.zip），不可已存在",
        "en": "the archive to write (.zip); it must not exist",
    },
    "capture_pages": {
        "zh": "同一站点最多取几页，含首页",
        "en": "pages of the same site at most, the first included",
    },
    "capture_rounds": {
        "zh": "在沙箱里打开后，补取脚本所需文件的轮数；0 为不打开",
        "en": "how often what its scripts ask for is fetched after showing it in the sandbox; 0: do not show it",
    },
    "check_imitation": {
        "zh": "仿站：与参考页逐块比较",
        "en": "Is it an imitation of the reference, block by block",
    },
    "reference_or_address": {
        "zh": "参考：目录、网页、压缩包，或 http(s) 网址（先存档再比较）",
        "en": "folder, page, archive, or an http(s) address, which is captured first",
    },
    "reference": {
        "zh": "参考：目录、网页或压缩包",
        "en": "folder, page or archive",
    },
    "delivery": {
        "zh": "交付物",
        "en": "what was delivered",
    },
    "mode": {
        "zh": "same：同样内容；own：自己的内容",
        "en": "same content, or its own",
    },
    "widths": {
        "zh": "页面宽度（像素）",
        "en": "page widths in pixels",
    },
    "report": {
        "zh": "报告目录",
        "en": "folder for the report",
    },
    "check_works": {
        "zh": "能不能用：页面都能打开，没有缺文件、坏链接、脚本错误",
        "en": "Does it work: every page loads, nothing missing, no broken links, no errors",
    },
    "form": {
        "zh": "应有的表单：页面 或 页面:字段,字段（可重复）",
        "en": "a form to expect: page, or page:field,field (may be repeated)",
    },
    "weight_max": {
        "zh": "页面总字节上限",
        "en": "most bytes a page may weigh",
    },
    "check_starts": {
        "zh": "能不能启动：在沙箱里运行交付物",
        "en": "Does it start: run the delivery in a sandbox",
    },
    "run": {
        "zh": "如何启动（默认从文件判断）",
        "en": "how it is started (default: told from its files)",
    },
    "command": {
        "zh": "启动命令或入口文件",
        "en": "the command or file it begins with",
    },
    "path": {
        "zh": "启动后访问的路径",
        "en": "path to ask for once it runs",
    },
    "expect_text": {
        "zh": "应出现的文字",
        "en": "text that must appear",
    },
    "check_dataset": {
        "zh": "资料：按约定的字段、数量与来源核对",
        "en": "Is the data there: schema, counts and samples against the contract",
    },
    "contract": {
        "zh": "资料约定（TOML 或 JSON）",
        "en": "what was agreed of the data (TOML or JSON)",
    },
    "source": {
        "zh": "来源页面目录",
        "en": "folder of the pinned source pages",
    },
    "check_same": {
        "zh": "是否与先前的交付物雷同",
        "en": "Is it nearly what was delivered before, or the reference's own files",
    },
    "against": {
        "zh": "先前的交付物或参考（可重复）",
        "en": "an earlier delivery or the reference (may be repeated)",
    },
    "vet": {
        "zh": "把看过的 npm 包放上可信包架，检验时由它代答公共 CDN 地址",
        "en": "Put npm packages you have looked at on the shelf that answers for public hosts during checks",
    },
    "vet_packages": {
        "zh": "npm 包的压缩文件（npm pack 的产物）",
        "en": "archives as npm pack makes them",
    },
    "vet_into": {
        "zh": "包架所在文件夹（默认取 GONGDAO_VETTED）",
        "en": "the shelf's folder (default: GONGDAO_VETTED)",
    },
    "check_changes": {
        "zh": "改动：逐条核对约定的改动，找出未约定的差异",
        "en": "Were the agreed changes made, one by one, and what changed besides",
    },
    "agreed": {
        "zh": "约定的改动（逐条断言的文件）",
        "en": "the agreed changes: a file of assertions",
    },
    "material": {
        "zh": "约定提供的材料目录（图片等）",
        "en": "folder of material that was handed over (pictures ...)",
    },
    "check_propose": {
        "zh": "由改动单（docx、md、txt）拟出逐条断言，供人确认",
        "en": "Propose assertions from a change document, for a person to confirm",
    },
    "document": {
        "zh": "改动单",
        "en": "the change document",
    },
    "read": {
        "zh": "从帖子或聊天记录读出人物、消息、金额、要求与证据，各带原文位置",
        "en": "Read people, messages, amounts, requirements and exhibits from a post or chat export",
    },
    "post": {
        "zh": "帖子或聊天记录文件",
        "en": "a post or chat export",
    },
    "read_order": {
        "zh": "写成一份订单草稿（JSON）",
        "en": "write a draft order from it (JSON)",
    },
    "base": {
        "zh": "文中“今天”所指的日子",
        "en": "the day that 'today' means in it",
    },
    "lab": {
        "zh": "激励实验：为什么不能“各退一步”",
        "en": "The incentive study: why not just split the difference",
    },
    "lab_orders": {
        "zh": "随机订单数",
        "en": "how many random orders",
    },
    "lab_seed": {
        "zh": "随机种子",
        "en": "seed",
    },
    "lab_plot": {
        "zh": "图片文件（.svg 或 .png）",
        "en": "draw it to this file (.svg or .png)",
    },
}


def text(code: str) -> str:
    """The text of a command or option in the language of this run. KeyError on a code without words."""
    words = TEXTS[code]
    return say(words["zh"], words["en"])
