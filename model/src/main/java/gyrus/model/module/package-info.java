/** Modules: parts of a network that name their parameters and apply ops to them. Start at {@link gyrus.model.module.Module}. */
package gyrus.model.module;
