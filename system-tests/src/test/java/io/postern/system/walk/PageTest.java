package io.postern.system.walk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageTest {

    @Test
    void blockIsTheFileThatTheLineBeforeItNames(@TempDir Path root) throws Exception {
        Page page = Page.parse("""
                Like **`contract`**, write **`src/main/java/A.java`**

                ```java
                class A {

                }
                ```

                Then run `mvn.sh`

                ```sh
                mvn package
                ```

                And one line in **`policy.yaml`**
                ```yaml
                checks:
                ```
                """);
        assertThat(page.file("src/main/java/A.java")).isEqualTo("class A {\n\n}\n");
        assertThat(page.file("policy.yaml")).isEqualTo("checks:\n");
        assertThatThrownBy(() -> page.file("mvn.sh")).hasMessageContaining("shows no mvn.sh");

        page.writeFolder("src", root);
        assertThat(root.resolve("src/main/java/A.java")).hasContent("class A {\n\n}\n");
        assertThat(root.resolve("policy.yaml")).doesNotExist();
    }
}
