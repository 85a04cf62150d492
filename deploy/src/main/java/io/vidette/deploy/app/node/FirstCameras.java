package io.vidette.deploy.app.node;

import io.vidette.deploy.node.Node;
import io.vidette.deploy.node.NodeConfig;
import io.vidette.topology.camera.CameraDirectory;
import io.vidette.topology.camera.CameraName;
import io.vidette.topology.camera.CameraSpec;
import io.vidette.topology.camera.CameraUrl;
import io.vidette.topology.config.FileSecrets;
import io.vidette.topology.config.Secrets;
import java.util.LinkedHashMap;
import java.util.Map;

/** The cameras that a node attaches when it starts. Passwords in their URLs go to this machine's secrets. */
public final class FirstCameras {
    private static final String BUILT_IN = "demo";

    private final double fps;
    private final Map<String, CameraSpec> specs = new LinkedHashMap<>();
    private final Map<String, Secrets.Credentials> passwords = new LinkedHashMap<>();

    /**
     * Reads the URLs.
     *
     * @param urls by the names of the cameras
     * @param fps most frames per second of each camera; 0 publishes all
     * @param loop whether a file starts again at its end
     * @throws IllegalArgumentException naming the camera whose name, URL or frame rate is invalid
     */
    public FirstCameras(Map<String, String> urls, double fps, boolean loop) {
        this.fps = fps;
        urls.forEach((name, url) -> read(name, url, loop));
    }

    private void read(String name, String url, boolean loop) {
        try {
            CameraName.check(name);
            CameraUrl.WithCredentials parted = CameraUrl.parse(url);
            CameraSpec.Builder camera =
                    CameraSpec.builder(parted.url().text()).fps(fps).loop(loop);
            parted.credentials().ifPresent(password -> {
                camera.credentials(name);
                passwords.put(name, password);
            });
            specs.put(name, camera.build());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("camera '" + name + "': " + e.getMessage(), e);
        }
    }

    /** Attaches the cameras to a running node; if there is none at all, attaches the built-in one. */
    public void attach(Node node, NodeConfig config, FileSecrets secrets) {
        passwords.forEach(secrets::put);
        CameraDirectory directory =
                new CameraDirectory(node.connection(), config.topics().names());
        specs.forEach(directory::attach);
        if (specs.isEmpty() && directory.list().isEmpty()) {
            directory.put(BUILT_IN, CameraSpec.of("synthetic:").withFps(fps));
        }
    }
}
