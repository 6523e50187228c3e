/** The layers of a network: records that name their parameters and apply an op of {@code gyrus.engine.op} to them. */
package gyrus.model.layer;
