/**
 * Devices and the kernels that run on them. {@link gyrus.kernels.device.Devices} opens a device by its name,
 * {@link gyrus.kernels.device.Catalog} finds an op's kernels, {@link gyrus.kernels.device.Selector} chooses one. The modules of the
 * CPU and of CUDA offer their devices by a {@link gyrus.kernels.device.DeviceProvider}.
 */
package gyrus.kernels.device;
