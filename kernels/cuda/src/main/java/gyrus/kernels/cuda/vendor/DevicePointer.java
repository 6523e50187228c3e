package gyrus.kernels.cuda.vendor;

import jcuda.Pointer;

/** A JCuda pointer to an address of GPU memory. */
final class DevicePointer extends Pointer {

    DevicePointer(long address) {
        super(address);
    }
}
