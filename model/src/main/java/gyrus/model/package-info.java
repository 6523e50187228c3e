/**
 * The Dense-U-Net and its loss functions. Start at {@link gyrus.model.DenseUNet}. The layers are in {@code gyrus.model.module}, the
 * training loop in {@code gyrus.model.training}, and files in {@code gyrus.model.checkpoint} and {@code gyrus.model.onnx}.
 */
package gyrus.model;
