package gyrus.kernels.cuda.vendor;

import gyrus.kernels.Image;

/** An image that cuDNN reads or writes: the operand itself, or a packed copy without gaps between pixels. */
record CudnnImage(CudnnTensor operand, CudnnTensor used) {

    static CudnnImage inPlace(CudnnHandle cudnn, Image image) {
        CudnnTensor tensor = new CudnnTensor(cudnn, TensorLayout.of(image));
        return new CudnnImage(tensor, tensor);
    }

    static CudnnImage packed(CudnnHandle cudnn, Image image) {
        TensorLayout layout = TensorLayout.of(image);
        return new CudnnImage(new CudnnTensor(cudnn, layout), new CudnnTensor(cudnn, layout.packed()));
    }

    boolean isPacked() {
        return used != operand;
    }

    /** Returns the bytes of the copy; 0 without one. */
    long copyBytes() {
        return isPacked() ? used.layout().bytes() : 0;
    }

    /** Returns the address that cuDNN reads or writes. */
    long place(long address, long copy) {
        return isPacked() ? copy : address;
    }

    /** Copies the operand before cuDNN reads it. */
    void copyIn(long address, long copy) {
        if (isPacked()) {
            operand.transform(address, used, copy, false);
        }
    }

    /** Copies the results of cuDNN to the operand, or adds them. */
    void copyOut(long address, long copy, boolean add) {
        if (isPacked()) {
            used.transform(copy, operand, address, add);
        }
    }
}
