"""Words for the verification of a bundle: what each step made sure of, and what is wrong where one does not hold.

A failure is read by someone who was told that this record is true. So each sentence says what does not fit and what
that means, and none accuses anybody: a changed record says that it was changed, not by whom.
"""

from .lookup import Table

STEPS: Table = {
    "open": {"zh-hans": "文件结构", "en": "archive"},
    "decode": {"zh-hans": "逐字读取", "en": "spelling"},
    "chain": {"zh-hans": "哈希链", "en": "hash chain"},
    "commitments": {"zh-hans": "内容与承诺值", "en": "contents"},
    "time": {"zh-hans": "时间先后", "en": "time"},
    "acts": {"zh-hans": "逐条重演", "en": "acts"},
    "clocks": {"zh-hans": "期限", "en": "clocks"},
    "money": {"zh-hans": "款项", "en": "money"},
    "award": {"zh-hans": "金额重算", "en": "award"},
    "files": {"zh-hans": "文件", "en": "files"},
    "signature": {"zh-hans": "检查点签名", "en": "signature"},
    "inclusion": {"zh-hans": "收录证明", "en": "inclusion"},
    "completeness": {"zh-hans": "完整性", "en": "completeness"},
    "older": {"zh-hans": "与旧副本对照", "en": "older copy"},
}

PASSED: Table = {
    "open": {
        "zh-hans": "{members} 个部分，各一份，原样存放，别无他物",
        "en": "{members} members, each once, stored as they are, and nothing besides",
    },
    "decode": {
        "zh-hans": "{entries} 条记录，每条都是唯一的规范写法（RFC 8785）",
        "en": "{entries} entries, each in its one canonical spelling (RFC 8785)",
    },
    "chain": {
        "zh-hans": "编号连续，{entries} 个哈希逐一相接，末端为 {head}",
        "en": "numbered without a gap, {entries} hashes in a row, ending in {head}",
    },
    "commitments": {
        "zh-hans": "{opened} 条内容与其承诺值相符，{absent} 条内容不在其中",
        "en": "{opened} bodies open their commitments, {absent} are not here",
    },
    "time": {"zh-hans": "自 {first} 至 {last}，没有倒退", "en": "from {first} to {last}, never back"},
    "acts": {
        "zh-hans": "{judged} 个行为，都是规则当时准许这个人做的；平台自己的行为也正是规则要它做的",
        "en": "{judged} acts, each one the rules let this person do then; the platform's own are what it had to do",
    },
    "clocks": {"zh-hans": "{clocks} 个期限，起算与届满都对", "en": "{clocks} clocks, started and ending as they must"},
    "money": {
        "zh-hans": "{transfers} 笔划转，不多不少：收到 {rail}，托管中 {held}，付卖家 {seller}，退买家 {buyer}",
        "en": "{transfers} transfers, nothing gained or lost: in {rail}, held {held}, to the seller {seller}, "
        "back to the buyer {buyer}",
    },
    "award": {
        "zh-hans": "{awards} 份处理决定，金额都由认定重新算出，完全一致",
        "en": "{awards} determinations, every sum computed again from the findings and equal",
    },
    "files": {
        "zh-hans": "{included} 个文件与哈希相符，{hash_only} 个只有哈希",
        "en": "{included} files match their hashes, {hash_only} are known by hash alone",
    },
    "signature": {"zh-hans": "由 {key} 签名", "en": "signed by {key}"},
    "inclusion": {
        "zh-hans": "本订单在第 {index} 位，全树 {size} 个",
        "en": "this order stands at place {index} of {size}",
    },
    "completeness": {
        "zh-hans": "截至 {at}，全部 {entries} 条都在",
        "en": "all {entries} entries as of {at}",
    },
    "older": {
        "zh-hans": "旧副本的 {entries} 条（至 {at}）都原样在此，其后的删除也属实",
        "en": "all {entries} entries of the older copy (to {at}) stand here unchanged, and erasures since are true",
    },
}
"""What a step made sure of. `rail`, `held`, `seller`, `buyer` come as written sums."""

FAILURES: Table = {
    # -- no bundle
    "file_missing": {"zh-hans": "读不到这个文件（{got}）。", "en": "This file cannot be read ({got})."},
    "not_a_zip": {
        "zh-hans": "这不是一份导出的卷宗：它不是 zip 文件，或者已经残缺。",
        "en": "This is no exported record: it is not a zip archive, or only part of one.",
    },
    "manifest_missing": {
        "zh-hans": "这不是一份导出的卷宗：里面没有 manifest.json。",
        "en": "This is no exported record: there is no manifest.json in it.",
    },
    "format_unknown": {
        "zh-hans": "这份卷宗的格式是“{got}”，本程序只认得 {expected}。请用较新的版本核验。",
        "en": "This record has the format {got}, and this program knows {expected} alone. Use a later version.",
    },
    "key_unreadable": {
        "zh-hans": "您给出的公钥读不出来。应为一行“名称+编号+密钥”，或写有这样几行的文件。",
        "en": "The key you gave cannot be read. It is a line name+id+key, or a file of such lines.",
    },
    # -- step 1, open
    "archive_too_large": {
        "zh-hans": "文件过大，不予读取。",
        "en": "It is larger than a record may be, so it was not read.",
    },
    "archive_compressed": {
        "zh-hans": "其中有压缩过的部分。导出的卷宗都是原样存放；重新打包过的，请改用原件。",
        "en": "Something in it is compressed. A record is exported as it is; if it was repacked, use the original.",
    },
    "archive_padded": {
        "zh-hans": "文件里夹有不属于任何部分的字节。",
        "en": "It holds bytes that belong to none of its members.",
    },
    "archive_encrypted": {"zh-hans": "其中有加密的部分。", "en": "Something in it is encrypted."},
    "archive_damaged": {
        "zh-hans": "文件已损坏：有一部分读不出来，或与其校验和不符。",
        "en": "The file is damaged: a member cannot be read, or differs from its checksum.",
    },
    "member_duplicate": {
        "zh-hans": "{got} 出现了两份，各人读到的可能不同。",
        "en": "{got} is in it twice, so that two readers may read two things.",
    },
    "member_unsafe": {
        "zh-hans": "其中有文件名企图写到别处：{got}。",
        "en": "A name in it points elsewhere: {got}.",
    },
    "member_unknown": {
        "zh-hans": "其中有不属于卷宗的文件：{got}。",
        "en": "It holds a file that is no part of a record: {got}.",
    },
    "member_missing": {"zh-hans": "缺少 {expected}。", "en": "{expected} is missing."},
    # -- step 2, decode
    "manifest_invalid": {
        "zh-hans": "{expected} 的内容不合格式：{got}",
        "en": "{expected} is not what it must be: {got}",
    },
    "manifest_not_canonical": {
        "zh-hans": "清单没有按唯一的规范写法书写。",
        "en": "It is not written in the one canonical spelling.",
    },
    "entry_invalid": {
        "zh-hans": "第 {entry} 条不是一条记录：{got}",
        "en": "Entry {entry} is no entry: {got}",
    },
    "entry_not_canonical": {
        "zh-hans": "第 {entry} 条没有按唯一的规范写法书写；同一条若有两种写法，各人读到的就可能不同。",
        "en": "Entry {entry} is not in its one canonical spelling; with two of them, two readers may read two things.",
    },
    "instant_not_utc": {
        "zh-hans": "第 {entry} 条的时间不是世界标准时：{got}。",
        "en": "Entry {entry} holds an instant that is not in UTC: {got}.",
    },
    "entries_empty": {"zh-hans": "卷宗里没有任何记录。", "en": "There are no entries in it."},
    # -- step 3, chain
    "sequence_broken": {
        "zh-hans": "应当是第 {expected} 条的地方是第 {got} 条：有记录缺失、重复或调换了位置。",
        "en": "Where entry {expected} belongs stands {got}: an entry is missing, doubled, or moved.",
    },
    "hash_mismatch": {
        "zh-hans": "第 {entry} 条的哈希不符：它的时间、行为人、承诺值或此前的某条被改过，或者它属于别的订单。",
        "en": "The hash of entry {entry} does not fit: its time, actor or commitment, or something before it, was "
        "changed, or it is of another order.",
    },
    "head_mismatch": {
        "zh-hans": "记录的条数或末端哈希与清单不符。",
        "en": "The record does not end where its manifest says.",
    },
    # -- step 4, commitments
    "commitment_mismatch": {
        "zh-hans": "第 {entry} 条的内容不是当初写下的内容。",
        "en": "What entry {entry} says is not what was written down then.",
    },
    "absence_unexplained": {
        "zh-hans": "第 {entry} 条缺了内容，却没有正当的说明。",
        "en": "The body of entry {entry} is absent, and nothing accounts for it.",
    },
    # -- step 5, time
    "time_went_back": {
        "zh-hans": "第 {entry} 条的时间（{got}）早于前一条：时间倒填了。",
        "en": "Entry {entry} ({got}) lies before the one ahead of it: it was back-dated.",
    },
    # -- step 6, acts
    "act_refused": {
        "zh-hans": "第 {entry} 条的行为，规则当时不会准许：",
        "en": "The rules would not have allowed entry {entry} at that time:",
    },
    "act_unjudgeable": {
        "zh-hans": "第 {entry} 条的内容无法按规则判断。",
        "en": "The rules cannot make sense of entry {entry}.",
    },
    "withheld_wrongly": {
        "zh-hans": "第 {entry} 条由 {got} 作出，这位读者本应看得到，却没有给出内容。",
        "en": "Entry {entry}, by the {got}, is one this reader is shown, and yet its body is withheld from him.",
    },
    "act_not_computed": {
        "zh-hans": "第 {entry} 条写下的，不是规则算出来的。",
        "en": "What entry {entry} says is not what the rules compute.",
    },
    "follow_up_missing": {
        "zh-hans": "到第 {entry} 条时，平台应当立即做的事（{expected}）没有做。",
        "en": "By entry {entry} the platform had to do something at once ({expected}), and did not.",
    },
    "follow_up_unexpected": {
        "zh-hans": "第 {entry} 条是平台的行为，但当时没有理由这样做：",
        "en": "In entry {entry} the platform did what it had no reason to do:",
    },
    "skeleton_missing": {
        "zh-hans": "第 {entry} 条的内容说是已删除，但卷宗里没有删除它的记录。",
        "en": "Entry {entry} is said to be erased, and no erasure in the record names it.",
    },
    "skeleton_differs": {
        "zh-hans": "第 {entry} 条的删除记录改动了被删内容中的事实。",
        "en": "The erasure in entry {entry} leaves other facts than those it erased the words of.",
    },
    # -- step 7, clocks
    "clock_missing": {
        "zh-hans": "第 {entry} 条应当起算一个期限（{expected}），却没有。",
        "en": "Entry {entry} had to start a clock ({expected}) and did not.",
    },
    "clock_unexpected": {
        "zh-hans": "第 {entry} 条起算了一个不该有的期限：{got}。",
        "en": "Entry {entry} started a clock that nothing called for: {got}.",
    },
    "clock_mismatch": {
        "zh-hans": "第 {entry} 条的期限届满时间不对。",
        "en": "A clock of entry {entry} runs out at the wrong time.",
    },
    # -- step 8, money
    "money_not_conserved": {
        "zh-hans": "到第 {entry} 条，款项对不上：有钱多出来或不见了。",
        "en": "At entry {entry} the money does not add up: some appeared or vanished.",
    },
    # -- step 9, award
    "award_mismatch": {
        "zh-hans": "第 {entry} 条的处理金额，不是由认定算出来的金额。",
        "en": "The award in entry {entry} is not the one that follows from the findings.",
    },
    # -- step 10, files
    "file_list_mismatch": {
        "zh-hans": "附带的文件与清单不符。",
        "en": "The files in it are not those its manifest lists.",
    },
    "file_not_named": {
        "zh-hans": "附带了一个卷宗里谁也没有提到的文件：{got}。",
        "en": "A file is in it that no entry names: {got}.",
    },
    "file_size_mismatch": {
        "zh-hans": "有一个文件的大小与卷宗所记不同。",
        "en": "A file is not as long as the record says.",
    },
    "file_hash_mismatch": {
        "zh-hans": "有一个文件的内容不是当初提交的内容。",
        "en": "A file does not hold the bytes that were handed in.",
    },
    # -- step 11, signature
    "key_invalid": {"zh-hans": "卷宗里的公钥不成其为公钥。", "en": "The key in it is no key."},
    "key_unknown": {
        "zh-hans": "这份卷宗不是用您信任的密钥签的，也没有连到该密钥的换钥声明。",
        "en": "It was not signed with a key you trust, and no announced change of key leads there from one.",
    },
    "note_invalid": {"zh-hans": "检查点的格式不对。", "en": "The checkpoint is not written as one."},
    "signature_missing": {
        "zh-hans": "检查点上没有应有的签名。",
        "en": "The checkpoint lacks the signature it must have.",
    },
    "signature_invalid": {
        "zh-hans": "检查点的签名不成立：签名之后内容被改过，或签名是伪造的。",
        "en": "The signature on the checkpoint does not hold: it was changed afterwards, or the signature is false.",
    },
    "succession_invalid": {
        "zh-hans": "换钥声明不成立：没有新旧两把密钥的签名。",
        "en": "The announced change of key does not hold: the old and the new key did not both sign it.",
    },
    # -- step 12, inclusion
    "proof_invalid": {"zh-hans": "收录证明的格式不对。", "en": "The proof of inclusion is not written as one."},
    "proof_not_this_order": {
        "zh-hans": "收录证明是另一份订单（{got}）的。",
        "en": "The proof of inclusion is of another order ({got}).",
    },
    "inclusion_mismatch": {
        "zh-hans": "平台签过的检查点里，没有这样一份卷宗。",
        "en": "The checkpoint that was signed does not contain this record.",
    },
    "consistency_mismatch": {
        "zh-hans": "两个检查点互相矛盾：较晚的不是由较早的续写而来。",
        "en": "Two checkpoints contradict each other: the later one does not begin with the earlier.",
    },
    # -- step 13, completeness
    "record_truncated": {
        "zh-hans": "检查点签的是 {expected} 条，这里只有 {got} 条：后面的被截去了。",
        "en": "The checkpoint is of {expected} entries and here are {got}: the end was cut off.",
    },
    "beyond_checkpoint": {
        "zh-hans": "第 {entry} 条起没有签名：检查点只到第 {expected} 条。",
        "en": "Nobody signed entry {entry} and what follows: the checkpoint ends at {expected}.",
    },
    "head_not_signed": {
        "zh-hans": "链条自身相接，但末端不是平台签过的末端：整份卷宗被重写过。",
        "en": "The chain holds in itself, but does not end where the platform signed: it was written anew.",
    },
    "checkpoint_before_entry": {
        "zh-hans": "检查点的时间早于它所签的最后一条记录。",
        "en": "The checkpoint claims to be older than the last entry it covers.",
    },
    # -- step 14, older
    "older_invalid": {"zh-hans": "旧副本本身核验不通过：{got}", "en": "The older copy does not verify itself: {got}"},
    "older_not_this_order": {
        "zh-hans": "旧副本是另一份订单（{got}）的。",
        "en": "The older copy is of another order ({got}).",
    },
    "older_longer": {
        "zh-hans": "旧副本有 {expected} 条，这一份只有 {got} 条。",
        "en": "The older copy has {expected} entries, this one has {got}.",
    },
    "older_contradicted": {
        "zh-hans": "第 {entry} 条与旧副本不同：两份都有签名，而历史被改写了。",
        "en": "Entry {entry} differs from the older copy: both are signed, and history was rewritten between them.",
    },
    "older_erased_falsely": {
        "zh-hans": "第 {entry} 条删除记录所留的骨架，与旧副本中的原内容不符。",
        "en": "What the erasure in entry {entry} leaves is not what is left of the words in the older copy.",
    },
}

TEXTS: Table = {
    "verifying": {"zh-hans": "核验 {file}", "en": "Verifying {file}"},
    "verified": {
        "zh-hans": "核验通过：订单 {order} 的卷宗完整、未被改动，金额由认定算出。",
        "en": "Verified: the record of order {order} is whole and unchanged, and its sums follow from its findings.",
    },
    "unvouched": {
        "zh-hans": "内容前后一致，但无从得知签名的是不是平台：用的是文件自带的密钥。"
        "请与平台公布的公钥核对，或用 --key 指定：",
        "en": "Everything in it fits together, but nobody vouches that the platform signed it: the key is the file's "
        "own. Compare it with the key the platform publishes, or give that with --key:",
    },
    "partly": {
        "zh-hans": "就这位读者所能见到的，核验通过；有 {count} 条内容对其不公开，无法判断。",
        "en": "Verified as far as this reader can see; {count} bodies are withheld from him and cannot be judged.",
    },
    "failed": {"zh-hans": "核验未通过", "en": "Not verified"},
    "not_a_bundle": {"zh-hans": "无可核验", "en": "Nothing to verify"},
    "expected": {"zh-hans": "应为", "en": "expected"},
    "got": {"zh-hans": "实为", "en": "found"},
    "erased": {
        "zh-hans": "第 {entry} 条（{actor}，{at}）的内容已删除；重演时用的是删除记录所留的骨架，其字句无从核验。",
        "en": "Entry {entry} ({actor}, {at}) is erased; it was replayed by the skeleton its erasure left, and its "
        "words cannot be verified.",
    },
    "withheld": {
        "zh-hans": "第 {entry} 条（{actor}，{at}）的内容对这位读者不公开，无法判断。",
        "en": "Entry {entry} ({actor}, {at}) is withheld from this reader and cannot be judged.",
    },
    "unverifiable": {
        "zh-hans": "第 {entry} 条：这位读者无法判断（{code}）。",
        "en": "Entry {entry}: not verifiable by this reader ({code}).",
    },
    "in_part": {
        "zh-hans": "（有 {count} 处这位读者无法判断，见下）",
        "en": " ({count} not verifiable by this reader, see below)",
    },
    "no_calendars": {
        "zh-hans": "卷宗没有附工作日历，期限只按最早与最晚的可能核对。",
        "en": "The record carries no calendars, so its clocks were checked against the soonest and latest possible.",
    },
    "award": {
        "zh-hans": "第 {entry} 条处理决定，由认定重新计算：",
        "en": "The determination in entry {entry}, computed again from its findings:",
    },
    "default": {"zh-hans": "（没有人选择时，按此执行）", "en": " (what applies if nobody chooses)"},
    "due": {"zh-hans": "应付卖家合计", "en": "due to the seller in all"},
    "escrow": {
        "zh-hans": "托管款：付卖家 {to_seller}，退买家 {to_buyer}",
        "en": "from escrow: to the seller {to_seller}, to the buyer {to_buyer}",
    },
    "buyer_owes": {"zh-hans": "买家另欠 {amount}", "en": "the buyer owes {amount} besides"},
    "seller_returns": {"zh-hans": "卖家另须退还 {amount}", "en": "the seller returns {amount} besides"},
}
"""The frame around the steps."""
