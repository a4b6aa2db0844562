import type { Promotion } from "../../src/promotion/index.ts"

/** The offers of the trade as data, as far as they are implemented; the fields not shown have their defaults. */
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
