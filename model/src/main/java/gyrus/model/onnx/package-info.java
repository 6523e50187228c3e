/** Export of any forward pass to the ONNX format. Start at {@link gyrus.model.onnx.OnnxModel}. */
package gyrus.model.onnx;
