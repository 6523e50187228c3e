package gyrus.kernels.cuda.vendor;

import gyrus.kernels.Image;

/** An image that cuDNN reads or writes: as it lies in its operand, or by way of a packed copy without gaps between its pixels. */
record CudnnImage(CudnnTensor operand, CudnnTensor used) {

    static CudnnImage asItLies(CudnnHandle cudnn, Image image) {
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

    /** Bytes of the copy. */
    long copyBytes() {
        return isPacked() ? used.layout().bytes() : 0;
    }

    /** Returns the address that cuDNN reads or writes. */
    long place(long address, long copy) {
        return isPacked() ? copy : address;
    }

    /** Makes the copy, for cuDNN to read. */
    void bringIn(long address, long copy) {
        if (isPacked()) {
            operand.transform(address, used, copy, false);
        }
    }

    /** Brings what cuDNN left in the copy to the operand, or adds it. */
    void bringOut(long address, long copy, boolean add) {
        if (isPacked()) {
            used.transform(copy, operand, address, add);
        }
    }
}
