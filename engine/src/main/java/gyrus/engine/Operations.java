package gyrus.engine;

import gyrus.engine.op.Value;
import gyrus.engine.op.binary.Add;
import gyrus.engine.op.binary.Divide;
import gyrus.engine.op.binary.Maximum;
import gyrus.engine.op.binary.Minimum;
import gyrus.engine.op.binary.Multiply;
import gyrus.engine.op.binary.Subtract;
import gyrus.engine.op.compare.Equal;
import gyrus.engine.op.compare.Greater;
import gyrus.engine.op.compare.Where;
import gyrus.engine.op.conv.Conv1d;
import gyrus.engine.op.conv.Conv2d;
import gyrus.engine.op.conv.Conv2d.Activation;
import gyrus.engine.op.conv.Conv2d.Sliding;
import gyrus.engine.op.conv.ConvTranspose2d;
import gyrus.engine.op.conv.GroupedConv2d;
import gyrus.engine.op.index.Embedding;
import gyrus.engine.op.layout.Concat;
import gyrus.engine.op.layout.Copy;
import gyrus.engine.op.layout.Expand;
import gyrus.engine.op.layout.Pad;
import gyrus.engine.op.layout.Permute;
import gyrus.engine.op.layout.Reshape;
import gyrus.engine.op.layout.Slice;
import gyrus.engine.op.loss.CrossEntropy;
import gyrus.engine.op.loss.Huber;
import gyrus.engine.op.loss.MeanAbsoluteError;
import gyrus.engine.op.loss.MeanSquaredError;
import gyrus.engine.op.loss.SigmoidCrossEntropy;
import gyrus.engine.op.matmul.Matmul;
import gyrus.engine.op.norm.BatchNorm;
import gyrus.engine.op.norm.GroupNorm;
import gyrus.engine.op.norm.LayerNorm;
import gyrus.engine.op.norm.LogSoftmax;
import gyrus.engine.op.norm.Softmax;
import gyrus.engine.op.pool.AveragePool2d;
import gyrus.engine.op.pool.MaxPool2d;
import gyrus.engine.op.pool.Upsample2d;
import gyrus.engine.op.pool.UpsampleBilinear2d;
import gyrus.engine.op.random.Dropout;
import gyrus.engine.op.reduce.Argmax;
import gyrus.engine.op.reduce.Max;
import gyrus.engine.op.reduce.Mean;
import gyrus.engine.op.reduce.Min;
import gyrus.engine.op.reduce.StandardDeviation;
import gyrus.engine.op.reduce.Sum;
import gyrus.engine.op.reduce.Variance;
import gyrus.engine.op.unary.Abs;
import gyrus.engine.op.unary.Affine;
import gyrus.engine.op.unary.Clamp;
import gyrus.engine.op.unary.Elu;
import gyrus.engine.op.unary.Exp;
import gyrus.engine.op.unary.Gelu;
import gyrus.engine.op.unary.LeakyRelu;
import gyrus.engine.op.unary.Log;
import gyrus.engine.op.unary.Pow;
import gyrus.engine.op.unary.Relu;
import gyrus.engine.op.unary.Sigmoid;
import gyrus.engine.op.unary.Silu;
import gyrus.engine.op.unary.Softplus;
import gyrus.engine.op.unary.Sqrt;
import gyrus.engine.op.unary.Square;
import gyrus.engine.op.unary.Tanh;
import java.util.List;

/**
 * The ops as methods of a tensor. Each method is one line: the class that its comment names computes the result, and has the
 * formula, the shapes and the derivative.
 */
public abstract sealed class Operations implements Value permits Tensor {

    /** Returns the tensor behind a value: tensors are the only values. */
    static Tensor tensor(Value value) {
        return (Tensor) value;
    }

    /** Returns the sum of this tensor and another, element by element; see {@link Add}. */
    public Tensor add(Tensor b) {
        return tensor(Add.add(this, b));
    }

    /** Returns each element plus a number; see {@link Affine}. */
    public Tensor add(double number) {
        return tensor(Affine.affine(this, 1, number));
    }

    /** Returns the difference of this tensor and another, element by element; see {@link Subtract}. */
    public Tensor subtract(Tensor b) {
        return tensor(Subtract.subtract(this, b));
    }

    /** Returns each element minus a number; see {@link Affine}. */
    public Tensor subtract(double number) {
        return tensor(Affine.affine(this, 1, -number));
    }

    /** Returns the product of this tensor and another, element by element; see {@link Multiply}. */
    public Tensor multiply(Tensor b) {
        return tensor(Multiply.multiply(this, b));
    }

    /** Returns each element times a number; see {@link Affine}. */
    public Tensor multiply(double number) {
        return tensor(Affine.affine(this, number, 0));
    }

    /** Returns the quotient of this tensor and another, element by element; see {@link Divide}. */
    public Tensor divide(Tensor b) {
        return tensor(Divide.divide(this, b));
    }

    /** Returns each element divided by a number; see {@link Affine}. */
    public Tensor divide(double number) {
        return tensor(Affine.affine(this, 1 / number, 0));
    }

    /** Returns the larger of this tensor and another, element by element; see {@link Maximum}. */
    public Tensor maximum(Tensor b) {
        return tensor(Maximum.maximum(this, b));
    }

    /** Returns the smaller of this tensor and another, element by element; see {@link Minimum}. */
    public Tensor minimum(Tensor b) {
        return tensor(Minimum.minimum(this, b));
    }

    /** Returns 1 where this tensor is greater than another, else 0, without a gradient; see {@link Greater}. */
    public Tensor greater(Tensor b) {
        return tensor(Greater.greater(this, b));
    }

    /** Returns 1 where this tensor is less than another, else 0, without a gradient; see {@link Greater}. */
    public Tensor less(Tensor b) {
        return tensor(Greater.greater(b, this));
    }

    /** Returns 1 where this tensor equals another, else 0, without a gradient; see {@link Equal}. */
    public Tensor equal(Tensor b) {
        return tensor(Equal.equal(this, b));
    }

    /** Returns this tensor where the condition is 1, and another where it is 0; see {@link Where}. */
    public Tensor where(Tensor condition, Tensor other) {
        return tensor(Where.where(this, condition, other));
    }

    /** Returns {@code scale x + shift}; see {@link Affine}. */
    public Tensor affine(double scale, double shift) {
        return tensor(Affine.affine(this, scale, shift));
    }

    /** Returns -x; see {@link Affine}. */
    public Tensor negate() {
        return tensor(Affine.affine(this, -1, 0));
    }

    /** Returns the absolute value of each element; see {@link Abs}. */
    public Tensor abs() {
        return tensor(Abs.abs(this));
    }

    /** Returns the square of each element; see {@link Square}. */
    public Tensor square() {
        return tensor(Square.square(this));
    }

    /** Returns each element to the power of a constant; see {@link Pow}. */
    public Tensor pow(double exponent) {
        return tensor(Pow.pow(this, exponent));
    }

    /** Returns the square root of each element; see {@link Sqrt}. */
    public Tensor sqrt() {
        return tensor(Sqrt.sqrt(this));
    }

    /** Returns e to the power of each element; see {@link Exp}. */
    public Tensor exp() {
        return tensor(Exp.exp(this));
    }

    /** Returns the natural logarithm of each element; see {@link Log}. */
    public Tensor log() {
        return tensor(Log.log(this));
    }

    /** Returns the positive part of each element; see {@link Relu}. */
    public Tensor relu() {
        return tensor(Relu.relu(this));
    }

    /** Returns each positive element, and {@code slope} times each negative one; see {@link LeakyRelu}. */
    public Tensor leakyRelu(double slope) {
        return tensor(LeakyRelu.leakyRelu(this, slope));
    }

    /** Returns each positive element, and {@code alpha (exp(x) - 1)} for each negative one; see {@link Elu}. */
    public Tensor elu(double alpha) {
        return tensor(Elu.elu(this, alpha));
    }

    /** Returns each element times its sigmoid; see {@link Silu}. */
    public Tensor silu() {
        return tensor(Silu.silu(this));
    }

    /** Returns the logistic function of each element; see {@link Sigmoid}. */
    public Tensor sigmoid() {
        return tensor(Sigmoid.sigmoid(this));
    }

    /** Returns the hyperbolic tangent of each element; see {@link Tanh}. */
    public Tensor tanh() {
        return tensor(Tanh.tanh(this));
    }

    /** Returns each element times the probability that a standard normal number is below it; see {@link Gelu}. */
    public Tensor gelu() {
        return tensor(Gelu.gelu(this));
    }

    /** Returns {@code ln(1 + exp(x))}; see {@link Softplus}. */
    public Tensor softplus() {
        return tensor(Softplus.softplus(this));
    }

    /** Returns each element limited to a range; see {@link Clamp}. */
    public Tensor clamp(double low, double high) {
        return tensor(Clamp.clamp(this, low, high));
    }

    /** Returns the sum over some axes, which keep extent 1, or over all; see {@link Sum}. */
    public Tensor sum(int... axes) {
        return tensor(Sum.sum(this, axes));
    }

    /** Returns the mean over some axes, which keep extent 1, or over all; see {@link Mean}. */
    public Tensor mean(int... axes) {
        return tensor(Mean.mean(this, axes));
    }

    /** Returns the maximum over some axes, which keep extent 1, or over all; see {@link Max}. */
    public Tensor max(int... axes) {
        return tensor(Max.max(this, axes));
    }

    /** Returns the minimum over some axes, which keep extent 1, or over all; see {@link Min}. */
    public Tensor min(int... axes) {
        return tensor(Min.min(this, axes));
    }

    /** Returns the index of the first maximum along an axis, which keeps extent 1, without a gradient; see {@link Argmax}. */
    public Tensor argmax(int axis) {
        return tensor(Argmax.argmax(this, axis));
    }

    /** Returns the variance over some axes, which keep extent 1, or over all; see {@link Variance}. */
    public Tensor variance(int correction, int... axes) {
        return tensor(Variance.variance(this, correction, axes));
    }

    /** Returns the standard deviation over some axes, which keep extent 1, or over all; see {@link StandardDeviation}. */
    public Tensor standardDeviation(int correction, int... axes) {
        return tensor(StandardDeviation.standardDeviation(this, correction, axes));
    }

    /** Returns the softmax along an axis; see {@link Softmax}. */
    public Tensor softmax(int axis) {
        return tensor(Softmax.softmax(this, axis));
    }

    /** Returns the logarithm of the softmax along an axis; see {@link LogSoftmax}. */
    public Tensor logSoftmax(int axis) {
        return tensor(LogSoftmax.logSoftmax(this, axis));
    }

    /** Sets random elements to zero with probability p while a step trains; see {@link Dropout}. */
    public Tensor dropout(double p, Tensor key) {
        return tensor(Dropout.dropout(this, p, key));
    }

    /** Normalizes each sample over its innermost axes, those of gamma; see {@link LayerNorm}. */
    public Tensor layerNorm(Tensor gamma, Tensor beta, double epsilon) {
        return tensor(LayerNorm.layerNorm(this, gamma, beta, epsilon));
    }

    /** Normalizes each group of channels of each sample; see {@link GroupNorm}. */
    public Tensor groupNorm(int groups, Tensor gamma, Tensor beta, double epsilon) {
        return tensor(GroupNorm.groupNorm(this, groups, gamma, beta, epsilon));
    }

    /** Normalizes each channel by its mean and variance in this batch; see {@link BatchNorm}. */
    public Tensor batchNorm(Tensor gamma, Tensor beta, double epsilon) {
        return tensor(BatchNorm.batchNorm(this, gamma, beta, epsilon));
    }

    /** Normalizes each channel by the batch while a step trains, else by running statistics; see {@link BatchNorm}. */
    public Tensor batchNorm(Tensor gamma, Tensor beta, Tensor mean, Tensor variance, double momentum, double epsilon) {
        return tensor(BatchNorm.batchNorm(this, gamma, beta, mean, variance, momentum, epsilon));
    }

    /** Returns the matrix product of this tensor [..,m,k] and another [k,n] or [..,k,n]; see {@link Matmul}. */
    public Tensor matmul(Tensor b) {
        return tensor(Matmul.matmul(this, b));
    }

    /** Returns this tensor in another shape, in the same memory where it is contiguous; see {@link Reshape}. */
    public Tensor reshape(int... extents) {
        return tensor(Reshape.reshape(this, extents));
    }

    /** Returns this tensor with all axes from one on joined into one; see {@link Reshape#flatten}. */
    public Tensor flatten(int fromAxis) {
        return tensor(Reshape.flatten(this, fromAxis));
    }

    /** Returns the indices {@code from} to {@code to} (exclusive) along an axis; see {@link Slice}. */
    public Tensor slice(int axis, int from, int to) {
        return tensor(Slice.slice(this, axis, from, to));
    }

    /** Returns parts of the given extents along an axis; see {@link Slice#split}. */
    public List<Tensor> split(int axis, int... extents) {
        return Slice.split(this, axis, extents).stream().map(Operations::tensor).toList();
    }

    /** Returns this tensor and others one after another along an axis; see {@link Concat}. */
    public Tensor concat(int axis, Tensor... others) {
        return tensor(Concat.concat(this, axis, others));
    }

    /** Returns this tensor and others of its shape along a new axis; see {@link Concat#stack}. */
    public Tensor stack(int axis, Tensor... others) {
        return tensor(Concat.stack(this, axis, others));
    }

    /** Returns this tensor with a constant before and after it along an axis; see {@link Pad}. */
    public Tensor pad(int axis, int before, int after, double value) {
        return tensor(Pad.pad(this, axis, before, after, value));
    }

    /** Returns this tensor with its axes in another order; see {@link Permute}. */
    public Tensor permute(int... axes) {
        return tensor(Permute.permute(this, axes));
    }

    /** Returns this tensor with two axes exchanged; see {@link Permute#transpose}. */
    public Tensor transpose(int a, int b) {
        return tensor(Permute.transpose(this, a, b));
    }

    /** Returns this tensor repeated along its axes of extent 1; see {@link Expand}. */
    public Tensor expand(int... extents) {
        return tensor(Expand.expand(this, extents));
    }

    /** Returns the rows of this table [V,D] that the indices name; see {@link Embedding}. */
    public Tensor embedding(Tensor indices) {
        return tensor(Embedding.embedding(this, indices));
    }

    /** Copies this tensor into another of the same shape, which may be a channel window; see {@link Copy}. */
    public Tensor copyTo(Tensor y) {
        return tensor(Copy.copy(this, y));
    }

    /** Convolves this image [N,H,W,I] with weights [kh,kw,I,O] and a bias [O]; see {@link Conv2d}. */
    public Tensor conv2d(Tensor w, Tensor b, Sliding sliding, Activation activation) {
        return tensor(Conv2d.conv2d(this, w, b, sliding, activation));
    }

    /** Convolves this image into {@code y}, which may be a channel window; see {@link Conv2d}. */
    public Tensor conv2d(Tensor w, Tensor b, Sliding sliding, Activation activation, Tensor y) {
        return tensor(Conv2d.conv2d(this, w, b, sliding, activation, y));
    }

    /** Convolves this image [N,H,W,I] with weights [kh,kw,I,O], without a bias; see {@link Conv2d#withoutBias}. */
    public Tensor conv2d(Tensor w, Sliding sliding) {
        return tensor(Conv2d.withoutBias(this, w, sliding));
    }

    /** Convolves this image [N,H,W,I] in groups with weights [kh,kw,I/groups,O]; see {@link GroupedConv2d}. */
    public Tensor groupedConv2d(Tensor w, Tensor b, Sliding sliding, Activation activation, int groups) {
        return tensor(GroupedConv2d.groupedConv2d(this, w, b, sliding, activation, groups));
    }

    /** Convolves this image [N,H,W,I] in groups, without a bias; see {@link GroupedConv2d#withoutBias}. */
    public Tensor groupedConv2d(Tensor w, Sliding sliding, int groups) {
        return tensor(GroupedConv2d.withoutBias(this, w, sliding, groups));
    }

    /** Convolves these sequences [N,L,C] with weights [k,C,O] and a bias [O]; see {@link Conv1d}. */
    public Tensor conv1d(Tensor w, Tensor b, int stride, int padding, int dilation, Activation activation) {
        return tensor(Conv1d.conv1d(this, w, b, stride, padding, dilation, activation));
    }

    /** Computes the transpose of a convolution with weights [kh,kw,O,I] and a bias [O]; see {@link ConvTranspose2d}. */
    public Tensor convTranspose2d(Tensor w, Tensor b, Sliding sliding, int outputPadding) {
        return tensor(ConvTranspose2d.convTranspose2d(this, w, b, sliding, outputPadding));
    }

    /** Enlarges this image [N,H,W,I] with weights [k,k,O,I] and a bias [O]; see {@link ConvTranspose2d}. */
    public Tensor convTranspose2d(Tensor w, Tensor b) {
        return tensor(ConvTranspose2d.convTranspose2d(this, w, b));
    }

    /** Enlarges this image [N,H,W,I] with weights [k,k,O,I], without a bias; see {@link ConvTranspose2d#withoutBias}. */
    public Tensor convTranspose2d(Tensor w) {
        return tensor(ConvTranspose2d.withoutBias(this, w));
    }

    /** Computes the transpose of a convolution with weights [kh,kw,O,I], without a bias; see {@link ConvTranspose2d}. */
    public Tensor convTranspose2d(Tensor w, Sliding sliding, int outputPadding) {
        return tensor(ConvTranspose2d.withoutBias(this, w, sliding, outputPadding));
    }

    /** Computes the transpose of a convolution into {@code y}, which may be a channel window; see {@link ConvTranspose2d}. */
    public Tensor convTranspose2d(Tensor w, Tensor b, Sliding sliding, int outputPadding, Tensor y) {
        return tensor(ConvTranspose2d.convTranspose2d(this, w, b, sliding, outputPadding, y));
    }

    /** Returns the mean of each window of {@code size x size} pixels, side by side; see {@link AveragePool2d}. */
    public Tensor averagePool2d(int size) {
        return tensor(AveragePool2d.averagePool2d(this, size));
    }

    /** Returns the mean of each window of {@code size x size} pixels, every {@code stride} pixels; see {@link AveragePool2d}. */
    public Tensor averagePool2d(int size, int stride) {
        return tensor(AveragePool2d.averagePool2d(this, size, stride));
    }

    /** Returns an image of the given size, each pixel the mean of a part of this one; see {@link AveragePool2d#adaptive}. */
    public Tensor adaptiveAveragePool2d(int rows, int columns) {
        return tensor(AveragePool2d.adaptive(this, rows, columns));
    }

    /** Returns this image with each row and column repeated; see {@link Upsample2d}. */
    public Tensor upsample2d(int factor) {
        return tensor(Upsample2d.upsample2d(this, factor));
    }

    /** Returns this image enlarged by a factor, linear between the centres of its pixels; see {@link UpsampleBilinear2d}. */
    public Tensor upsampleBilinear2d(double factor) {
        return tensor(UpsampleBilinear2d.upsampleBilinear2d(this, factor));
    }

    /** Returns this image at another size, linear between the centres of its pixels; see {@link UpsampleBilinear2d}. */
    public Tensor upsampleBilinear2d(int rows, int columns) {
        return tensor(UpsampleBilinear2d.upsampleBilinear2d(this, rows, columns));
    }

    /** Returns the maximum of each window of {@code size x size} pixels; see {@link MaxPool2d}. */
    public Tensor maxPool2d(int size, int stride) {
        return tensor(MaxPool2d.maxPool2d(this, size, stride));
    }

    /** Computes the maximum of each window into {@code y}, which may be a channel window; see {@link MaxPool2d}. */
    public Tensor maxPool2d(int size, int stride, Tensor y) {
        return tensor(MaxPool2d.maxPool2d(this, size, stride, y));
    }

    /** Returns the mean binary cross-entropy of these logits with targets in [0, 1]; see {@link SigmoidCrossEntropy}. */
    public Tensor sigmoidCrossEntropy(Tensor targets) {
        return tensor(SigmoidCrossEntropy.sigmoidCrossEntropy(this, targets));
    }

    /** Returns the mean cross-entropy of the softmax of these logits [..,C] with classes [..]; see {@link CrossEntropy}. */
    public Tensor crossEntropy(Tensor classes) {
        return tensor(CrossEntropy.crossEntropy(this, classes));
    }

    /** Returns the mean cross-entropy with classes [N], a share of which is spread over all classes; see {@link CrossEntropy}. */
    public Tensor crossEntropy(Tensor classes, double smoothing) {
        return tensor(CrossEntropy.crossEntropy(this, classes, smoothing));
    }

    /** Returns the cross-entropy with classes [N], each with a weight of [C]; see {@link CrossEntropy}. */
    public Tensor crossEntropy(Tensor classes, double smoothing, Tensor weights) {
        return tensor(CrossEntropy.crossEntropy(this, classes, smoothing, weights));
    }

    /** Returns the mean squared difference from targets; see {@link MeanSquaredError}. */
    public Tensor meanSquaredError(Tensor targets) {
        return tensor(MeanSquaredError.meanSquaredError(this, targets));
    }

    /** Returns the mean absolute difference from targets; see {@link MeanAbsoluteError}. */
    public Tensor meanAbsoluteError(Tensor targets) {
        return tensor(MeanAbsoluteError.meanAbsoluteError(this, targets));
    }

    /** Returns the mean Huber loss of differences from targets; see {@link Huber}. */
    public Tensor huber(Tensor targets, double delta) {
        return tensor(Huber.huber(this, targets, delta));
    }
}
