"""What a page says while what it rests on is away: by code, the words of what happened and why."""

from gongdao.words.lookup import Table

AWAY: Table = {
    "title": {"zh-hans": "暂时无法办理，请稍后再来", "en": "Not available just now: please come back shortly"},
    "database_away": {
        "zh-hans": "公道的数据库此刻没有应答，多半正在重新启动。",
        "en": "Gongdao's database does not answer at the moment; most likely it is being started again.",
    },
    "storage_full": {
        "zh-hans": "公道的存储空间此刻写不进去，多半是满了。运营方的日志里已有记录。",
        "en": "Gongdao's storage cannot be written at the moment, most likely because it is full. It stands in the "
        "operator's log.",
    },
    "safe": {
        "zh-hans": "已写入卷宗的一条也不会丢。如果您因此错过了某个时限，请告诉运营方：中断从何时到何时，日志里有记录。",
        "en": "What stands in the record is safe. Should this make you miss a time limit, tell the operator: the log "
        "says from when to when it lasted.",
    },
    "look": {"zh-hans": "本页每 {n} 秒自动再试一次。", "en": "This page tries again by itself every {n} seconds."},
    "now": {"zh-hans": "现在再试", "en": "Try again now"},
    "typed": {
        "zh-hans": "您填写的内容都在这一页里，一个字也没有丢。请不要关闭本页，过一会儿按下面的按钮再提交一次。"
        "如果刚才那次其实已经成功，再提交也只算一次。",
        "en": "Everything you typed is on this page and nothing is lost. Keep it open and press the button in a while. "
        "Should the first sending have arrived after all, the second counts as the same one.",
    },
    "typed_files": {
        "zh-hans": "您填写的文字都在这一页里，只有文件需要重新选择。请不要关闭本页；过一会儿按下面的按钮，"
        "先看看刚才那次是否已在卷宗里，再核对提交。",
        "en": "What you typed is on this page; only the files have to be chosen again. Keep it open and press the "
        "button in a while: look first whether the record has it already, then check and send.",
    },
    "send": {"zh-hans": "再次提交", "en": "Send again"},
    "sign_in": {
        "zh-hans": "密码不会带过来，请过一会儿返回上一页重新填写。",
        "en": "Passwords are not carried along: go back in a while and type yours again.",
    },
}
