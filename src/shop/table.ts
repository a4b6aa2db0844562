import * as Cart from "../cart/index.ts"
import * as Catalog from "../catalog/index.ts"
import {
  type AnyCollection,
  type AnyErrand,
  type AnyReaction,
  type AnyVeto,
  type BatchKind,
  IllegalTransition,
  operationCollections,
  operationCommands,
  operationErrands,
  type Section,
  settings,
  settingsCommands
} from "../command/index.ts"
import type { Refusal } from "../kernel/refusal.ts"
import * as Inventory from "../inventory/index.ts"
import * as Logistics from "../logistics/index.ts"
import * as Order from "../order/index.ts"
import * as Payment from "../payment/index.ts"
import { assignments, permissionCommands, type Policy } from "../permission/index.ts"
import * as Pricing from "../pricing/index.ts"
import * as Promotion from "../promotion/index.ts"
import { known, paidAsQuoted } from "./partner.ts"

/** The sections of the settings, each decoded by the domain that contributed it. */
export const sections: ReadonlyArray<Section<any>> = [
  Logistics.deliveryOptions,
  Cart.quotePolicy,
  Cart.returnPolicy,
  Order.orderPolicy,
  Order.protectionPolicy,
  Order.presalePolicy,
  Order.unpaidPolicy
]

/**
 * All commands and queries of a shop, by domain and name. From this table come the faces, HTTP and the tests.
 *
 * @param hosts collections that the host adds
 * @param kinds batches that the host adds
 */
export const tableOf = (
  policy: Policy,
  hosts: ReadonlyArray<AnyCollection> = [],
  kinds: ReadonlyArray<BatchKind> = []
) => ({
  cart: {
    open: Cart.open,
    addLine: Cart.addLine,
    setQuantity: Cart.setQuantity,
    removeLine: Cart.removeLine,
    enterCode: Cart.enterCode,
    dropCode: Cart.dropCode,
    choose: Cart.choose,
    spend: Cart.spend,
    quote: Cart.quote,
    signed: Cart.signed,
    get: Cart.get
  },
  catalog: {
    defineCategories: Catalog.defineCategories,
    defineProduct: Catalog.defineProduct,
    archiveProduct: Catalog.archiveProduct,
    categories: Catalog.listCategories,
    tree: Catalog.listTree,
    category: Catalog.getCategory,
    browse: Catalog.browseProducts,
    product: Catalog.getProduct,
    products: Catalog.listProducts
  },
  inventory: {
    definePlace: Inventory.definePlace,
    receive: Inventory.receive,
    sendBack: Inventory.sendBack,
    writeOff: Inventory.writeOff,
    count: Inventory.count,
    stock: Inventory.getStock,
    list: Inventory.listStock,
    places: Inventory.listPlaces,
    movements: Inventory.listMovements
  },
  operations: operationCommands([...collections, ...hosts], kinds),
  order: {
    deliver: Order.deliver,
    place: Order.place,
    pay: Order.pay,
    payTail: Order.payTail,
    cancel: Order.cancel,
    expire: Order.expire,
    ship: Order.ship,
    receive: Order.receive,
    receiveInTime: Order.receiveInTime,
    releaseBenefits: Order.releaseBenefits,
    protect: Order.protect,
    protection: Order.protection,
    get: Order.get,
    full: Order.full,
    mine: Order.mine,
    list: Order.list
  },
  payment: {
    report: Payment.reportPayment,
    refund: Payment.requestRefund,
    reportRefund: Payment.reportRefund,
    retryRefund: Payment.retryFailedRefund,
    settleRefund: Payment.settleFailedRefund,
    get: Payment.getPayment,
    issueGiftCard: Payment.issueGiftCard,
    giftCard: Payment.getGiftCard,
    list: Payment.listPayments,
    refunds: Payment.listRefunds
  },
  permission: permissionCommands(policy),
  pricing: { state: Pricing.statePrices, sheets: Pricing.listSheets, shown: Pricing.showPrices },
  promotion: {
    define: Promotion.definePromotion,
    list: Promotion.listPromotions,
    purse: Promotion.getPurse,
    expireLots: Promotion.expireBenefits
  },
  return: {
    request: Order.request,
    approve: Order.approve,
    decline: Order.decline,
    withdraw: Order.withdraw,
    receive: Order.receiveReturn,
    retryRefund: Order.retryRefund,
    get: Order.getReturn,
    list: Order.listReturns
  },
  settings: settingsCommands(sections),
  shipment: {
    create: Logistics.createShipment,
    reportBooking: Logistics.reportBooking,
    track: Logistics.reportTracking,
    void: Logistics.voidShipment,
    reportCancel: Logistics.reportCancel,
    get: Logistics.getShipment,
    list: Logistics.listShipments
  },
  delivery: { choices: Logistics.chooseDelivery }
})

type All = ReturnType<typeof tableOf>

/** The table of a shop. */
export interface Commands extends All {}

/** The collections of a shop, the lowest floor first. */
export const collections: ReadonlyArray<AnyCollection> = [
  settings,
  ...operationCollections,
  assignments,
  Catalog.categories,
  Catalog.products,
  Catalog.variants,
  Pricing.prices,
  Inventory.places,
  Inventory.movements,
  Payment.payments,
  Payment.refunds,
  Payment.giftCards,
  Promotion.promotions,
  Logistics.shipments,
  Cart.carts,
  Cart.quotes,
  Cart.quoteTerms,
  Order.orders,
  Order.returns
]

/** What the floors react with. */
export const reactions: ReadonlyArray<AnyReaction> = Order.orderReactions

/** The errands of a shop, given whom it deals with. */
export const errandsOf = (
  gateways: ReadonlyArray<Payment.PaymentGateway>,
  carriers: ReadonlyArray<Logistics.Carrier>,
  hosts: ReadonlyArray<AnyCollection> = [],
  kinds: ReadonlyArray<BatchKind> = []
): ReadonlyArray<AnyErrand> => [
  ...operationErrands([...collections, ...hosts], kinds),
  ...Payment.paymentErrands(gateways),
  ...Logistics.shipmentErrands(carriers),
  ...Promotion.promotionErrands,
  ...Order.orderErrands
]

/** What the floors forbid each other. */
export const vetoes: ReadonlyArray<AnyVeto> = [Order.shipsByOrder, Order.keepsReceived, Order.keepsReturned]

/** The Schemas of what {@link vetoes} refuse. */
export const vetoRefusals: ReadonlyArray<Refusal> = [Order.OrderKept, IllegalTransition]

/** Orders and payments name gateways that the shop has and that offer what was quoted, shipments carriers that it has. */
export const partnersFit = (
  gateways: ReadonlyArray<Pick<Payment.PaymentGateway, "name" | "methods">>,
  carriers: ReadonlyArray<{ readonly name: string }>
): ReadonlyArray<AnyVeto> => [
  known(Order.place, gateways, "gateway", ({ gateway }) => gateway),
  known(Order.pay, gateways, "gateway", ({ gateway }) => gateway),
  known(Order.payTail, gateways, "gateway", ({ gateway }) => gateway),
  paidAsQuoted(Order.place, gateways),
  paidAsQuoted(Order.pay, gateways),
  paidAsQuoted(Order.payTail, gateways),
  known(Order.ship, carriers, "carrier", ({ carrier }) => carrier)
]
