/** Encoding of protocol buffers, for ONNX files and TensorBoard logs. */
package gyrus.model.protobuf;
