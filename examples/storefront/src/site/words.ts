/** What the shop calls the states and steps of the kernel, with the mood each is shown in. */
import type { Mood, State } from "../look/index.ts"
import type { Language } from "../text/index.ts"

type Words = readonly [mood: Mood, zh: string, en: string]

export const orderWords: Readonly<Record<string, Words>> = {
  placed: ["waiting", "待付款", "Awaiting payment"],
  deposited: ["waiting", "已付定金", "Deposit paid"],
  payingTail: ["waiting", "待付尾款", "Tail being paid"],
  cancelling: ["waiting", "取消中", "Being cancelled"],
  expiring: ["waiting", "超时关闭中", "Being closed unpaid"],
  paid: ["good", "备货中", "Being packed"],
  partlyShipped: ["good", "部分发货", "Partly sent"],
  shipped: ["good", "已发货", "On its way"],
  received: ["quiet", "已收货", "Received"],
  cancelled: ["quiet", "已取消", "Cancelled"]
}

/** What an order of goods that are delivered online alone is called where the word for others would mislead. */
export const onlineWords: Readonly<Record<string, Words>> = {
  ...orderWords,
  paid: ["good", "已付款，交付中", "Paid, being delivered"],
  received: ["quiet", "已交付", "Delivered"]
}

/** The same of an order of which a part was delivered online. */
export const partlyOnlineWords: Readonly<Record<string, Words>> = {
  ...orderWords,
  partlyShipped: ["good", "部分已交付", "Partly delivered"]
}

export const paymentWords: Readonly<Record<string, Words>> = {
  created: ["waiting", "已创建", "Created"],
  pending: ["waiting", "等待付款", "Pending"],
  captured: ["good", "已付款", "Paid"],
  declined: ["bad", "被拒绝", "Declined"],
  closing: ["waiting", "关闭中", "Closing"],
  closed: ["quiet", "已关闭", "Closed"]
}

export const refundWords: Readonly<Record<string, Words>> = {
  requested: ["waiting", "退款中", "On its way back"],
  succeeded: ["good", "已退款", "Refunded"],
  failed: ["bad", "退款失败", "Failed"],
  retried: ["quiet", "失败，已再次退款", "Failed, sent once more"],
  settled: ["good", "已另行付给", "Paid in another way"]
}

export const returnWords: Readonly<Record<string, Words>> = {
  requested: ["waiting", "待审核", "Asked for"],
  approved: ["good", "待寄回", "Approved"],
  declined: ["bad", "已拒绝", "Declined"],
  received: ["waiting", "退款中", "Received, refund under way"],
  refunded: ["good", "已退款", "Refunded"],
  withdrawn: ["quiet", "已撤回", "Withdrawn"]
}

/** The same of goods that are delivered online: nothing is sent back. */
export const onlineReturnWords: Readonly<Record<string, Words>> = {
  ...returnWords,
  approved: ["good", "已同意，待退款", "Agreed, refund to come"],
  received: ["waiting", "退款中", "Refund under way"]
}

export const parcelWords: Readonly<Record<string, Words>> = {
  created: ["waiting", "待预约", "To be booked"],
  booked: ["waiting", "待揽收", "Booked"],
  pickedUp: ["good", "已揽收", "Picked up"],
  inTransit: ["good", "运输中", "In transit"],
  outForDelivery: ["good", "派送中", "Out for delivery"],
  delivered: ["good", "已签收", "Delivered"],
  exception: ["attention", "异常", "Exception"],
  returning: ["attention", "退回中", "On its way back"],
  returned: ["attention", "已退回", "Sent back"],
  voided: ["quiet", "已作废", "Voided"]
}

export const returnReasons: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  "no longer wanted": ["不想要了", "No longer wanted"],
  damaged: ["损坏", "Damaged"],
  "wrong item": ["发错货", "Wrong item"],
  "not as described": ["与描述不符", "Not as described"],
  other: ["其他", "Another reason"]
}

/** A state in words; a word that is missing would show the kernel's own, and a test looks for that. */
export const stateOf = (words: Readonly<Record<string, Words>>, state: string, language: Language): State => {
  const [mood, zh, en] = words[state] ?? ["quiet", state, state]
  return { mood, label: language === "zh" ? zh : en }
}
