import type { Promotion } from "../../src/promotion/index.ts"

/** The offers of the trade as data; the fields not shown have their defaults. */
export const offers: ReadonlyArray<typeof Promotion.Encoded> = [
  {
    id: "flash15",
    level: "item",
    select: {
      fact: "tags",
      op: "in",
      values: ["tea"]
    },
    offer: {
      kind: "grant",
      rewards: [
        {
          kind: "percent",
          percent: "15"
        }
      ]
    }
  },
  {
    id: "minus5-each",
    level: "item",
    offer: {
      kind: "grant",
      rewards: [
        {
          kind: "amount",
          amount: "5.00",
          per: "unit",
          units: {
            max: 2,
            pick: "cheapest",
            per: "variant"
          }
        }
      ]
    }
  },
  {
    id: "now-9.90",
    level: "item",
    offer: {
      kind: "grant",
      rewards: [
        {
          kind: "price",
          price: "9.90",
          per: "unit"
        }
      ]
    }
  },
  {
    id: "满300减50-200减30",
    level: "merchant",
    merchant: "m1",
    offer: {
      kind: "tiers",
      measure: "amount",
      steps: [
        {
          at: "200.00",
          rewards: [
            {
              kind: "amount",
              amount: "30.00"
            }
          ]
        },
        {
          at: "300.00",
          rewards: [
            {
              kind: "amount",
              amount: "50.00"
            }
          ]
        }
      ]
    }
  },
  {
    id: "满3件8折",
    level: "merchant",
    offer: {
      kind: "tiers",
      measure: "quantity",
      steps: [
        {
          at: 3,
          rewards: [
            {
              kind: "percent",
              percent: "20"
            }
          ]
        }
      ]
    }
  },
  {
    id: "跨店每满300减50",
    level: "platform",
    testBase: "level",
    funding: [
      {
        party: "platform",
        share: "0.4"
      },
      {
        party: "merchant",
        share: "0.6"
      }
    ],
    offer: {
      kind: "every",
      measure: "amount",
      each: "300.00",
      rewards: [
        {
          kind: "amount",
          amount: "50.00"
        }
      ]
    }
  },
  {
    id: "第二件半价",
    level: "item",
    offer: {
      kind: "buyGet",
      buy: {
        quantity: 1
      },
      get: {
        quantity: 1,
        reward: {
          kind: "percent",
          percent: "50"
        }
      },
      pick: "eachSet"
    }
  },
  {
    id: "1st-full-2nd-20-3rd-50",
    level: "item",
    offer: {
      kind: "nth",
      per: "variant",
      then: "stop",
      steps: [
        null,
        {
          kind: "percent",
          percent: "20"
        },
        {
          kind: "percent",
          percent: "50"
        }
      ]
    }
  },
  {
    id: "买二送一",
    level: "item",
    pool: "multibuy",
    offer: {
      kind: "buyGet",
      buy: {
        quantity: 2
      },
      get: {
        quantity: 1,
        reward: {
          kind: "percent",
          percent: "100"
        }
      },
      pick: "cheapest",
      max: 3
    }
  },
  {
    id: "coat-gets-hat-at-1",
    level: "item",
    offer: {
      kind: "buyGet",
      buy: {
        quantity: 1,
        select: {
          fact: "category",
          op: "in",
          values: ["coat"]
        }
      },
      get: {
        quantity: 1,
        select: {
          fact: "category",
          op: "in",
          values: ["hat"]
        },
        reward: {
          kind: "price",
          price: "1.00"
        }
      }
    }
  },
  {
    id: "99元任选3件",
    level: "item",
    offer: {
      kind: "multi",
      quantity: 3,
      price: "99.00"
    }
  },
  {
    id: "breakfast-kit",
    level: "item",
    offer: {
      kind: "bundle",
      parts: [
        {
          select: {
            fact: "tags",
            op: "in",
            values: ["milk"]
          },
          quantity: 1
        },
        {
          select: {
            fact: "tags",
            op: "in",
            values: ["bread"]
          },
          quantity: 2
        }
      ],
      reward: {
        kind: "price",
        price: "20.00"
      }
    }
  },
  {
    id: "满199赠杯",
    level: "merchant",
    offer: {
      kind: "tiers",
      measure: "amount",
      steps: [{ at: "199.00", rewards: [{ kind: "gift", sku: "cup", quantity: 1, mode: "add" }] }]
    }
  },
  {
    id: "买三赠一-满三补齐",
    level: "merchant",
    offer: {
      kind: "every",
      measure: "quantity",
      each: 3,
      max: 2,
      rewards: [{ kind: "gift", sku: "cup", quantity: 1, mode: "topUp", stock: { account: "gifts:cup" } }]
    }
  },
  {
    id: "满99加9.9换购",
    level: "merchant",
    when: { measure: "amount", atLeast: "99.00" },
    offer: { kind: "addOn", price: "9.90", max: 1 }
  },
  {
    id: "满减送",
    level: "merchant",
    offer: {
      kind: "tiers",
      measure: "amount",
      steps: [
        {
          at: "300.00",
          rewards: [
            { kind: "amount", amount: "30.00" },
            { kind: "shipping", percent: "100" },
            { kind: "points", points: 200 }
          ]
        }
      ]
    }
  },
  { id: "定金100抵200", level: "item", offer: { kind: "deposit", pay: "100.00", counts: "200.00" } },
  {
    id: "返现5%",
    level: "platform",
    offer: { kind: "grant", rewards: [{ kind: "cashback", percent: "5", max: "20.00" }] }
  },
  {
    id: "每满200返现10",
    level: "platform",
    offer: { kind: "every", measure: "amount", each: "200.00", rewards: [{ kind: "cashback", amount: "10.00" }] }
  },
  {
    id: "birthday-3x-points",
    level: "merchant",
    when: { fact: "birthday", op: "in", values: ["this-month"] },
    offer: { kind: "grant", rewards: [{ kind: "points", per: "1.00", points: 2 }] }
  },
  {
    id: "返3%积分",
    level: "merchant",
    offer: { kind: "grant", rewards: [{ kind: "points", percent: "3", max: 500 }] }
  },
  {
    id: "晒单送券",
    level: "platform",
    offer: { kind: "grant", rewards: [{ kind: "coupon", template: "next-order-20", quantity: 2 }] }
  },
  {
    id: "夜间9折",
    level: "item",
    schedule: { zone: "Asia/Shanghai", hours: [{ days: [5, 6], from: "22:00", until: "02:00" }] },
    offer: { kind: "grant", rewards: [{ kind: "percent", percent: "10" }] }
  },
  {
    id: "会员全天-他人晚八点",
    level: "item",
    when: {
      any: [
        { fact: "customerGroup", op: "in", values: ["member"] },
        { zone: "Asia/Shanghai", hours: [{ days: [1, 2, 3, 4, 5, 6, 7], from: "20:00", until: "24:00" }] }
      ]
    },
    offer: { kind: "grant", rewards: [{ kind: "percent", percent: "5" }] }
  },
  {
    id: "10-net-off",
    model: 2,
    level: "merchant",
    offer: { kind: "grant", rewards: [{ kind: "amount", amount: "10.00", basis: "net" }] }
  },
  {
    id: "coupon-20",
    level: "platform",
    codes: ["SAVE20"],
    testBase: "price",
    when: {
      measure: "amount",
      atLeast: "100.00"
    },
    budgets: [
      {
        account: "uses:SAVE20",
        unit: "uses",
        per: "all"
      },
      {
        account: "uses:SAVE20:customer",
        unit: "uses",
        per: "customer"
      }
    ],
    offer: {
      kind: "grant",
      rewards: [
        {
          kind: "amount",
          amount: "20.00"
        }
      ]
    }
  },
  {
    id: "half-off-max-60",
    level: "merchant",
    cap: "60.00",
    budgets: [
      {
        account: "budget:spring",
        unit: "money",
        per: "all",
        period: "month",
        zone: "Asia/Shanghai",
        partial: true
      }
    ],
    offer: {
      kind: "grant",
      rewards: [
        {
          kind: "percent",
          percent: "50"
        }
      ]
    }
  },
  {
    id: "free-shipping-99",
    level: "shipping",
    when: {
      measure: "amount",
      atLeast: "99.00"
    },
    offer: {
      kind: "grant",
      rewards: [
        {
          kind: "shipping",
          percent: "100"
        }
      ]
    }
  },
  {
    id: "支付满200减10",
    level: "payment",
    when: {
      all: [
        {
          fact: "paymentMethod",
          op: "in",
          values: ["unionpay"]
        },
        {
          measure: "amount",
          atLeast: "200.00"
        }
      ]
    },
    offer: {
      kind: "grant",
      rewards: [
        {
          kind: "amount",
          amount: "10.00"
        }
      ]
    }
  }
]
