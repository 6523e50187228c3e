/**
 * Training and inference. Start at {@link gyrus.model.training.Trainer} and {@link gyrus.model.training.Predictor}. The package
 * uses {@code gyrus.engine}, {@code gyrus.model} and {@code gyrus.model.checkpoint}.
 */
package gyrus.model.training;
