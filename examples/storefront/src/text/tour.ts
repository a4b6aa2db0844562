/** The tour: five stops, each a promise and a button. */
export const tourTexts = {
  "tour.title": { zh: "走一圈", en: "The tour" },
  "tour.lead": {
    zh: "商店的信用在出岔子的时候才看得见。下面每一站都真的去做一遍，再把账本上留下的痕迹给你看。",
    en: "A shop's word is tested when things go wrong. Each stop below really does it, then shows what the ledger recorded."
  },
  "tour.stop": { zh: "第 {number} 站", en: "Stop {number}" },
  "tour.again": { zh: "再来一次", en: "Do it again" },
  "tour.running": { zh: "进行中……", en: "Under way…" },
  "tour.ledger": { zh: "账本上留下的", en: "What the ledger recorded" },
  "tour.last-piece.title": { zh: "最后一件", en: "The last piece" },
  "tour.last-piece.promise": { zh: "卖不出不存在的货。", en: "What is not there cannot be sold." },
  "tour.last-piece.what": {
    zh: "两位买家在同一瞬间为最后一把油滴壶下单。一位拿到，另一位得到一句实话。",
    en: "Two buyers order the last oil-spot pot in the same instant. One gets it; the other gets the truth."
  },
  "tour.last-piece.button": { zh: "让他们抢", en: "Let them race" },
  "tour.pay-twice.title": { zh: "付两次", en: "Pay twice" },
  "tour.pay-twice.promise": { zh: "同一笔钱不会收两遍。", en: "The same money is never taken twice." },
  "tour.pay-twice.what": {
    zh: "同一张订单点两次付款，支付方的通知也送两遍。账上只有一笔。",
    en: "The pay button is pressed twice and the provider's message arrives twice. The books show one payment."
  },
  "tour.pay-twice.button": { zh: "付两次", en: "Pay twice" },
  "tour.late-answer.title": { zh: "迟到的回话", en: "The late answer" },
  "tour.late-answer.promise": { zh: "钱到了，不会没有下文。", en: "Money that arrives is never left hanging." },
  "tour.late-answer.what": {
    zh: "钱付了，支付方却不作声；买家等不及，取消了订单。商店去问支付方，才知道钱已收下：原路退回，货回架上。",
    en: "The money is taken and the provider is silent. The buyer gives up and cancels. The shop asks, learns that it was paid after all, sends the money straight back and puts the goods back on the shelf."
  },
  "tour.late-answer.button": { zh: "让它迟到", en: "Make it late" },
  "tour.partial-refund.title": { zh: "只退一件", en: "One of three goes back" },
  "tour.partial-refund.promise": {
    zh: "退回的正是当初付的那一份。",
    en: "What comes back is exactly what that piece cost."
  },
  "tour.partial-refund.what": {
    zh: "一单三件，叠着跨店满减。退其中一件：它分到的优惠跟着走，另外两件不受影响。",
    en: "Three pieces under an offer across shops. One goes back with its own share of the offer; the other two are left alone."
  },
  "tour.partial-refund.button": { zh: "退一件", en: "Return one" },
  "tour.killed.title": { zh: "结算到一半断电", en: "Killed in mid-checkout" },
  "tour.killed.promise": { zh: "要么全成，要么没发生。", en: "Either all of it happened or none." },
  "tour.killed.what": {
    zh: "在数据库的副本上另起一个进程，结算途中强行杀掉，再打开来看：订单、库存、账目是否还说同一句话。",
    en: "A process of its own checks out on a copy of the database and is killed on the way. Then we open it again: do order, stock and books still tell one story?"
  },
  "tour.killed.button": { zh: "拔掉电源", en: "Pull the plug" }
} as const
