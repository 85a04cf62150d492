package io.vidette.deploy.app.node;

import io.vidette.deploy.app.camera.NewCamera;
import io.vidette.deploy.node.Node;
import io.vidette.deploy.node.NodeConfig;
import io.vidette.topology.camera.CameraDirectory;
import io.vidette.topology.camera.CameraSpec;
import io.vidette.topology.config.FileSecrets;
import java.util.List;
import java.util.Map;

/** The cameras that a node attaches when it starts. Passwords in their URLs go to this machine's secrets. */
public final class FirstCameras {
    private static final String BUILT_IN = "demo";

    private final CameraSpec builtIn;
    private final List<NewCamera> cameras;

    /**
     * Reads the URLs.
     *
     * @param urls by the names of the cameras
     * @param fps most frames per second of each camera; 0 publishes all
     * @param loop whether a file starts again at its end
     * @throws IllegalArgumentException naming the camera whose name, URL or frame rate is invalid
     */
    public FirstCameras(Map<String, String> urls, double fps, boolean loop) {
        this.builtIn = CameraSpec.of("synthetic:").change(CameraSpec::fps).to(fps);
        CameraSpec settings = builtIn.change(CameraSpec::loop).to(loop);
        this.cameras = urls.entrySet().stream()
                .map(camera -> read(camera.getKey(), camera.getValue(), settings))
                .toList();
    }

    private static NewCamera read(String name, String url, CameraSpec settings) {
        try {
            return NewCamera.of(name, url, settings);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("camera '" + name + "': " + e.getMessage(), e);
        }
    }

    /** Attaches the cameras to a running node; if there is none at all, attaches the built-in one. */
    public void attach(Node node, NodeConfig config, FileSecrets secrets) {
        CameraDirectory directory =
                new CameraDirectory(node.connection(), config.topics().names());
        for (NewCamera camera : cameras) {
            camera.password().ifPresent(password -> secrets.put(camera.name(), password));
            directory.attach(camera.name(), camera.spec());
        }
        if (cameras.isEmpty() && directory.list().isEmpty()) {
            directory.put(BUILT_IN, builtIn);
        }
    }
}
