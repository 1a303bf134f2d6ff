package io.postern.system.walk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PageTest {

    @Test
    void blockIsTheFileThatTheLineBeforeItNames() {
        Page page = Page.parse("""
                Like `contract`, write `src/main/java/A.java`:

                ```java
                class A {

                }
                ```

                Then run

                ```sh
                mvn package
                ```

                and put into `policy.yaml`
                ```yaml
                checks:
                ```
                """);
        assertThat(page.files()).containsOnlyKeys("src/main/java/A.java", "policy.yaml");
        assertThat(page.file("src/main/java/A.java")).isEqualTo("class A {\n\n}\n");
        assertThatThrownBy(() -> page.file("pom.xml")).hasMessageContaining("shows no pom.xml");
    }
}
