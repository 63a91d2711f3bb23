    .section .rodata
    .global foreshock_openapi
    .global foreshock_openapi_end
foreshock_openapi:
    .incbin "server/http/openapi.json"
foreshock_openapi_end:
    .byte 0

    /* Without this section the linker would make the whole program's stack executable. */
    .section .note.GNU-stack,"",%progbits
