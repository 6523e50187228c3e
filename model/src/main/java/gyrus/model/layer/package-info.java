/** The layers of a network: records that name their parameters and apply ops to them. */
package gyrus.model.layer;
