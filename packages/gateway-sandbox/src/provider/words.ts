/** The languages of the buyer's page. */
export type Language = "zh" | "en"

/** How the shop is told of a payment. */
export type How = "prompt" | "late" | "lost" | "doubled"

interface Words {
  readonly self: string
  readonly language: string
  readonly title: string
  readonly about: string
  readonly amount: string
  readonly order: string
  readonly until: string
  readonly reference: string
  readonly how: string
  readonly ways: { readonly [Way in How]: string }
  readonly seconds: string
  readonly secondsFlaw: string
  readonly pay: string
  readonly decline: string
  readonly back: string
  readonly captured: string
  readonly declined: string
  readonly closed: string
  readonly unknown: string
}

export const words: { readonly [L in Language]: Words } = {
  zh: {
    self: "中文",
    language: "语言",
    title: "沙盒支付",
    about: "这是练习用的支付服务，不会产生真实扣款。",
    amount: "应付金额",
    order: "订单号",
    until: "支付截止时间（UTC）",
    reference: "支付流水号",
    how: "商家如何得知结果",
    ways: {
      prompt: "立即通知",
      late: "延迟通知",
      lost: "通知丢失",
      doubled: "通知两次"
    },
    seconds: "延迟秒数",
    secondsFlaw: "请输入 1 到 3600 之间的整数",
    pay: "确认支付",
    decline: "拒绝支付",
    back: "返回商家",
    captured: "支付成功。",
    declined: "银行拒绝了这次支付，可以再试一次。",
    closed: "这笔支付已关闭，不会扣款。",
    unknown: "没有这笔支付。"
  },
  en: {
    self: "English",
    language: "Language",
    title: "Sandbox payment",
    about: "A payment provider to practise on: no money moves.",
    amount: "Amount due",
    order: "Order",
    until: "Pay before (UTC)",
    reference: "Reference",
    how: "How the shop hears of it",
    ways: {
      prompt: "At once",
      late: "Late",
      lost: "Never: the notice is lost",
      doubled: "Twice"
    },
    seconds: "Seconds of delay",
    secondsFlaw: "Enter a whole number from 1 to 3600",
    pay: "Pay",
    decline: "Decline",
    back: "Back to the shop",
    captured: "Paid.",
    declined: "The bank declined this payment. You can try again.",
    closed: "This payment is closed and will not be charged.",
    unknown: "There is no such payment."
  }
}

/** Ink on paper, one accent, light and dark. */
export const style = `:root{color-scheme:light dark;--paper:#fbfaf6;--ink:#22201c;--quiet:#5d584e;--line:#8a8477;--accent:#3d6b4f;--on:#fff;--flaw:#a8321f}
@media (prefers-color-scheme:dark){:root{--paper:#1c1b18;--ink:#ece8df;--quiet:#b4ad9f;--line:#8a8477;--accent:#8fc3a2;--on:#15201a;--flaw:#f0a08f}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,"PingFang SC","Noto Sans CJK SC","Microsoft YaHei",sans-serif}
main{max-width:32rem;margin:0 auto;padding:24px 16px 48px}
nav{text-align:right;font-size:14px}
h1{font-size:28px;line-height:1.2;margin:16px 0 4px}
a{color:var(--accent)}
.quiet,dt{color:var(--quiet)}
dl{margin:24px 0;border-top:1px solid var(--line)}
dl div{display:flex;flex-wrap:wrap;gap:4px 16px;justify-content:space-between;padding:8px 0;border-bottom:1px solid var(--line)}
dd{margin:0;overflow-wrap:anywhere;font-variant-numeric:tabular-nums}
dl div:first-child dd{font-size:20px;white-space:nowrap}
fieldset{border:1px solid var(--line);border-radius:4px;margin:0 0 24px;padding:8px 16px 16px}
legend{padding:0 4px}
.way{display:flex;flex-wrap:wrap;align-items:center;gap:4px 8px;min-height:32px}
.way input[type=radio]{width:20px;height:20px;margin:0;accent-color:var(--accent)}
.seconds{display:flex;flex-wrap:wrap;align-items:center;gap:4px 8px;margin-left:auto}
.seconds input{width:6rem;font:inherit;padding:4px 8px;color:inherit;background:var(--paper);border:1px solid var(--line);border-radius:4px}
.flaw{color:var(--flaw);flex-basis:100%}
.buttons{display:flex;flex-wrap:wrap;gap:12px}
button{font:inherit;min-height:44px;padding:8px 24px;border:1px solid var(--accent);border-radius:4px;background:var(--accent);color:var(--on);cursor:pointer}
button.second{background:none;color:var(--accent)}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
[role=status]{padding:12px 16px;border-left:4px solid var(--accent);background:color-mix(in srgb,var(--accent) 12%,transparent)}
[role=status].declined{border-color:var(--flaw)}`
