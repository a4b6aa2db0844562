/** The shop's health as it runs, and its batches. */
export const operationTexts = {
  "desk.room.batches": { zh: "批处理", en: "Batches" },
  "health.watch": { zh: "第二本账", en: "The second book-keeper" },
  "health.watchLead": {
    zh: "随每一轮外联读一段日志：单位归零，账户不破下限，单据的版本不缺，已封的链不断；读完后再把每个余额与流水对一遍，每小时从头再来。",
    en: "Reads on in the log after each round of the worker: units sum to zero, no account is below its floor, no version of a document is missing, the sealed chain is whole. Then it holds each balance against its lines, and begins anew every hour."
  },
  "health.watchFar": { zh: "读到第 {position} 条，共 {commits} 条。", en: "Has read {position} of {commits} entries." },
  "health.fault": { zh: "首先发现：{fault}。", en: "The first fault: {fault}." },
  "fault.PositionMissing": { zh: "日志缺第 {about} 条", en: "entry {about} of the log is missing" },
  "fault.TimeBack": { zh: "时间在第 {position} 条倒流", en: "time goes back at entry {position}" },
  "fault.SequenceMissing": {
    zh: "单据 {about} 的版本在第 {position} 条不连续",
    en: "a version of document {about} is missing before entry {position}"
  },
  "fault.NoChange": {
    zh: "第 {position} 条里单据 {about} 的事件读不出改动",
    en: "an event of document {about} says no change, at entry {position}"
  },
  "fault.OtherUnit": {
    zh: "第 {position} 条的转账 {about} 与账户的单位不同",
    en: "transfer {about} moves another unit than its accounts count, at entry {position}"
  },
  "fault.HeldTwice": {
    zh: "第 {position} 条又占用了一次 {about}",
    en: "hold {about} is made twice, at entry {position}"
  },
  "fault.NotHeld": {
    zh: "第 {position} 条了结的占用 {about} 并不存在",
    en: "hold {about} ends at entry {position} and was not held"
  },
  "fault.AccountUnknown": {
    zh: "第 {position} 条动了不存在的账户 {about}",
    en: "account {about} moves at entry {position} and is not in the store"
  },
  "fault.BelowFloor": {
    zh: "账户 {about} 在第 {position} 条低于下限",
    en: "account {about} is below its floor at entry {position}"
  },
  "fault.AboveCeiling": {
    zh: "账户 {about} 在第 {position} 条高于上限",
    en: "account {about} is above its ceiling at entry {position}"
  },
  "fault.OtherHolds": {
    zh: "账户 {about} 的占用与日志中未了的占用不符（读到第 {position} 条）",
    en: "account {about} holds other than its lines say, as of entry {position}"
  },
  "fault.OtherBalance": {
    zh: "账户 {about} 的余额不是流水之和（读到第 {position} 条）",
    en: "the balance of account {about} is not the sum of its lines, as of entry {position}"
  },
  "health.behind": { zh: "落后", en: "Behind by" },
  "health.chained": { zh: "已验的链", en: "Chain verified to" },
  "health.lines": { zh: "分录与事件", en: "Lines and events" },
  "health.compared": { zh: "余额对过", en: "Balances compared" },
  "health.comparedAt": { zh: "{accounts} 个，{at}", en: "{accounts}, {at}" },
  "health.notCompared": { zh: "还没有", en: "not yet" },
  "state.watch.sound": { zh: "完好", en: "Sound" },
  "state.watch.behind": { zh: "还在追赶", en: "Behind" },
  "state.watch.fault": { zh: "有问题", en: "Fault" },
  "health.queues": { zh: "排队的外联", en: "Queues" },
  "health.queuesTo": {
    zh: "只数了最早的 {count} 件，后面还有。",
    en: "Only the oldest {count} were counted; there are more."
  },
  "health.kind": { zh: "种类", en: "Kind" },
  "health.due": { zh: "到期", en: "Due" },
  "health.lag": { zh: "最久迟了", en: "Oldest is late by" },
  "health.onTime": { zh: "没有迟的", en: "none is late" },
  "health.share": { zh: "占比", en: "Share" },
  "health.worker": { zh: "外联的轮次", en: "The worker" },
  "health.noRound": { zh: "还没有跑过一轮。", en: "No round yet." },
  "health.round": { zh: "上一轮", en: "Last round" },
  "health.busy": { zh: "上一次有事", en: "Last with something due" },
  "health.answered": { zh: "有回答", en: "Answered" },
  "health.failed": { zh: "失败", en: "Failed" },
  "health.errands": { zh: "外联的统计，自程序启动", en: "Intents carried since the program began" },
  "health.carried": { zh: "办成", en: "Carried" },
  "health.took": { zh: "平均用时", en: "Took, on average" },
  "health.mostLag": { zh: "最多迟了", en: "Latest by" },
  "health.noErrands": { zh: "还没有办过外联。", en: "No intent was carried yet." },
  "health.refusals": { zh: "被拒与出错，自程序启动", en: "Refusals and failures since the program began" },
  "health.call": { zh: "命令或外联", en: "Command or intent" },
  "health.tag": { zh: "标签", en: "Tag" },
  "health.times": { zh: "次数", en: "Times" },
  "health.noRefusals": { zh: "还没有被拒的。", en: "Nothing was refused yet." },
  "health.building": { zh: "在建的列", en: "Building" },
  "health.column": { zh: "列", en: "Column" },
  "health.noBuilding": { zh: "没有在建的列。", en: "Nothing is building." },
  "batch.lead": {
    zh: "批处理一步一步改动很多单据，每步一次提交，店照常营业；每种同时只跑一个。",
    en: "A batch changes many documents step by step, each step a commit of its own, while the shop sells. One of each kind runs at a time."
  },
  "batch.caption": { zh: "最近的批处理", en: "The latest batches" },
  "batch.kind": { zh: "种类", en: "Kind" },
  "batch.started": { zh: "开始", en: "Started" },
  "batch.progress": { zh: "进度", en: "Progress" },
  "batch.seen": { zh: "看过 {seen} 行", en: "{seen} {seen|row|rows} seen" },
  "batch.seenOf": { zh: "{seen} / {all} 行", en: "{seen} of {all} {all|row|rows}" },
  "batch.seenOfMore": {
    zh: "{seen} 行，还有 {left} 行以上",
    en: "{seen} {seen|row|rows}, and more than {left} to come"
  },
  "batch.written": { zh: "改写", en: "Written" },
  "batch.kept": { zh: "未动", en: "Kept" },
  "batch.failed": { zh: "未成", en: "Failed" },
  "batch.failures": { zh: "未成的行：{kind}（{id}）", en: "Rows that failed: {kind} ({id})" },
  "batch.row": { zh: "行", en: "Row" },
  "batch.none": { zh: "还没有批处理。", en: "No batches yet." },
  "batch.collections": { zh: "各类单据与版本", en: "Collections and their versions" },
  "batch.collection": { zh: "单据类别", en: "Collection" },
  "batch.reads": { zh: "能读到版本", en: "Reads up to" },
  "batch.writes": { zh: "写作版本", en: "Writes" },
  "batch.start": { zh: "重写", en: "Rewrite" },
  "batch.raise": { zh: "提到版本 {version}", en: "Raise to {version}" },
  "batch.pause": { zh: "暂停", en: "Pause" },
  "batch.resume": { zh: "继续", en: "Resume" },
  "batch.cancel": { zh: "取消", en: "Cancel" },
  "batch.didStart": { zh: "已开始。", en: "It has begun." },
  "batch.didPause": { zh: "已暂停。", en: "It is paused." },
  "batch.didResume": { zh: "继续了。", en: "It goes on." },
  "batch.didCancel": { zh: "已取消，做过的保留。", en: "It is cancelled; what was done stays." },
  "batch.didRaise": { zh: "已提高。", en: "It is raised." },
  "state.batch.running": { zh: "进行中", en: "Running" },
  "state.batch.paused": { zh: "已暂停", en: "Paused" },
  "state.batch.done": { zh: "已完成", en: "Done" },
  "state.batch.cancelled": { zh: "已取消", en: "Cancelled" }
} as const
