/** The addresses of the shop's pages, each under its language. */
import type { Picture } from "../seed/shape.ts"
import type { Language } from "../text/index.ts"

const part = encodeURIComponent

export const paths = (language: Language) => {
  const root = `/${language}`
  return {
    home: root,
    categories: `${root}/categories`,
    category: (id: string) => `${root}/category/${part(id)}`,
    search: `${root}/search`,
    product: (id: string, sku?: string) => `${root}/product/${part(id)}${sku === undefined ? "" : `?sku=${part(sku)}`}`,
    cart: `${root}/cart`,
    addLine: `${root}/cart/add`,
    setLine: `${root}/cart/line`,
    addCode: `${root}/cart/code`,
    removeCode: `${root}/cart/code/remove`,
    checkout: `${root}/checkout`,
    payment: (payment: string) => `${root}/payment/${part(payment)}`,
    sandbox: (payment: string) => `${root}/sandbox/${part(payment)}`,
    order: (number: string) => `${root}/order/${part(number)}`,
    parcel: (order: string, parcel: string) => `${root}/order/${part(order)}/parcel/${part(parcel)}`,
    askReturn: (order: string) => `${root}/order/${part(order)}/return`,
    return: (number: string) => `${root}/return/${part(number)}`,
    account: `${root}/account`,
    signIn: `${root}/sign-in`,
    signOut: `${root}/sign-out`,
    tour: `${root}/tour`,
    tourStop: (stop: string) => `${root}/tour/${part(stop)}`,
    desk: `${root}/desk`,
    deskOrders: (queue?: string) => `${root}/desk/orders${queue === undefined ? "" : `?queue=${part(queue)}`}`,
    deskOrdersWith: (promotion: string) => `${root}/desk/orders?offer=${part(promotion)}`,
    deskOrder: (number: string) => `${root}/desk/order/${part(number)}`,
    deskReturns: (queue?: string) => `${root}/desk/returns${queue === undefined ? "" : `?queue=${part(queue)}`}`,
    deskReturn: (number: string) => `${root}/desk/return/${part(number)}`,
    deskRefunds: (queue?: string) => `${root}/desk/refunds${queue === undefined ? "" : `?queue=${part(queue)}`}`,
    deskStock: `${root}/desk/stock`,
    deskArticle: (sku: string) => `${root}/desk/stock/${part(sku)}`,
    deskBooks: `${root}/desk/books`,
    deskAccount: (account: string) => `${root}/desk/books/account?id=${part(account)}`,
    deskUnit: (unit: string) => `${root}/desk/books?unit=${part(unit)}`,
    deskTransfer: (transfer: string, position: number) =>
      `${root}/desk/books/transfer?id=${part(transfer)}&position=${position}`,
    deskPayments: (queue?: string) => `${root}/desk/payments${queue === undefined ? "" : `?queue=${part(queue)}`}`,
    deskCodes: `${root}/desk/codes`,
    deskMoreCodes: (promotion: string) => `${root}/desk/codes/${part(promotion)}`,
    deskCodesFile: (promotion: string) => `${root}/desk/codes/${part(promotion)}/file`,
    deskPromotions: (state?: string) => `${root}/desk/promotions${state === undefined ? "" : `?queue=${part(state)}`}`,
    deskPromotion: (id: string) => `${root}/desk/promotion/${part(id)}`,
    deskNewPromotion: `${root}/desk/promotions/new`,
    deskLaboratory: `${root}/desk/laboratory`,
    deskTrial: (trial: string) => `${root}/desk/laboratory/${part(trial)}`,
    deskTrialReport: (trial: string) => `${root}/desk/laboratory/${part(trial)}/report.json`,
    deskHealth: `${root}/desk/health`,
    deskBatches: `${root}/desk/batches`
  } as const
}

/** The shop's own files, the same in every language. */
export const stylePath = "/look/shop.css"
export const scriptPath = "/look/enhance.js"
export const markPath = "/look/mark.svg"
export const picturePath = ({ motif, tones }: Picture): string => `/picture/${[motif, ...tones].join(".")}.svg`
