import { orderSchema } from "../order-schema.ts";
import { event } from "./definition.ts";

export const orderCreated = event({ type: "order_created", v: 1, data: orderSchema, begins: true });
