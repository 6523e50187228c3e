/** Losses: one number from predictions and targets. */
package gyrus.engine.op.loss;
