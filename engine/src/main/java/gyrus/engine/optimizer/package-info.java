/** Rules by which an {@link gyrus.engine.Optimizer} updates parameters, and schedules of their learning rates. */
package gyrus.engine.optimizer;
