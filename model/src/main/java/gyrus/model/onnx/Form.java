package gyrus.model.onnx;

import gyrus.engine.op.Shape;
import java.util.List;

/** The ONNX form of a kernel: emits the nodes that compute what it writes. */
@FunctionalInterface
interface Form<S> {

    /**
     * Emits the nodes.
     *
     * @param reads the tensors that the kernel reads, in the order of its ports
     * @param result the shape of the tensor that it writes; the returned symbol may have another shape of equally many elements
     */
    Symbol emit(Graph graph, S problem, List<Symbol> reads, Shape result);
}
