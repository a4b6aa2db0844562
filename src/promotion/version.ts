/**
 * The model of promotions that this version writes. The second added schedules, gifts, add-ons, deposits, later benefits, `basis`
 * and periods of budgets, all of them optional.
 */
export const promotionModel = 2
