import { orderSchema } from "../order.ts";
import { boardOrder } from "./board.ts";
import { event } from "./definition.ts";

/** The order as it begins: fold takes it as it is. */
export const orderCreated = event({ type: "order_created", v: 1, data: orderSchema, board: boardOrder });
